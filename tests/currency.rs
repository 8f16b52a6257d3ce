//! Money in the user's currency: what is written in it, what is shown in it, and what is refused.

use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

/// Euros for a dollar.
const RATE: f64 = 0.92;

const HALL: &str = r#"title = "Two halls"
[site]
climate = "us-va-ashburn"
weather_form = "bins"
electricity_price = "PRICE"
demand_charge = "CHARGE"
water_price = "WATER"
[it]
accelerators = 64
[cost]
it_cost = "IT"
MONEY
[[architecture]]
name = "air"
system = "hgx-b200-air"
cooling = "air"
heat_rejection = "tower"
[[architecture]]
name = "plates"
system = "lenovo-sr780a-v3"
cooling = "hybrid"
heat_rejection = "dry-cooler"
trim_chiller = true
"#;

/// The hall with its four prices and the keys of its money.
fn hall([price, charge, water, it]: [&str; 4], money: &str) -> String {
    let filled = HALL.replace("PRICE", price).replace("CHARGE", charge).replace("WATER", water);
    filled.replace("\"IT\"", &format!("\"{it}\"")).replace("MONEY", money)
}

/// 0.10 USD/kWh, 10 USD/kW, 4 USD/m³ and 40,000 USD, in euros.
fn euro_hall() -> String {
    let prices = ["0.092 EUR/kWh", "9.2 EUR/kW", "3.68 EUR/m3", "36.8 kEUR"];
    hall(prices, "currency = \"EUR\"\nexchange_rate = 0.92")
}

fn dollar_hall() -> String {
    hall(["0.10 USD/kWh", "10 USD/kW", "4 USD/m3", "40 kUSD"], "")
}

fn rackjoule(dir: &Path, args: &[&str]) -> Output {
    Command::cargo_bin("rackjoule").unwrap().current_dir(dir).args(args).output().unwrap()
}

fn run_text(text: &str, args: &[&str]) -> String {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("s.toml"), text).unwrap();
    let out = rackjoule(dir.path(), args);
    assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

/// Compares every number of two documents.
fn assert_same(a: &Value, b: &Value, path: &str, compared: &mut usize) {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            for (key, value) in a {
                let other = b.get(key).unwrap_or_else(|| panic!("{path}.{key} is missing"));
                assert_same(value, other, &format!("{path}.{key}"), compared);
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            assert_eq!(a.len(), b.len(), "{path}");
            a.iter().zip(b).enumerate().for_each(|(i, (a, b))| assert_same(a, b, &format!("{path}.{i}"), compared));
        }
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            assert!((a - b).abs() <= 1e-12 * a.abs().max(1e-3), "{path}: {a} {b}");
            *compared += 1;
        }
        _ => assert_eq!(a, b, "{path}"),
    }
}

/// The same hall in euros and in dollars has the same figures: keys that end in `_usd` are US dollars in both.
#[test]
fn a_hall_in_euros_is_the_hall_in_dollars() {
    for command in [&["compare", "--uncertainty", "0"][..], &["site"]] {
        let json = |text: &str| -> Value {
            serde_json::from_str(&run_text(text, &[command, &["s.toml", "--format", "json"]].concat())).unwrap()
        };
        let (dollars, euros) = (json(&dollar_hall()), json(&euro_hall()));
        let mut compared = 0;
        assert_same(&dollars["architectures"], &euros["architectures"], "architectures", &mut compared);
        assert_same(&dollars["site"], &euros["site"], "site", &mut compared);
        assert_same(&dollars["cost"], &euros["cost"], "cost", &mut compared);
        assert!(compared > 200, "{compared}");
        assert_eq!(euros["currency"], serde_json::json!({ "name": "EUR", "per_usd": RATE }));
        assert_eq!(dollars.get("currency"), None);
        assert_eq!(euros["scenario"]["cost"]["currency"], "EUR");
        assert_eq!(dollars["scenario"]["cost"].get("currency"), None);
    }
}

/// The amounts behind the labels of a table, row by row.
fn amounts(text: &str, label: &str) -> Vec<f64> {
    let line = text.lines().find(|l| l.contains(label)).unwrap_or_else(|| panic!("no {label} in\n{text}"));
    let cells = line.split('|').skip(2).map(|cell| cell.trim().replace(',', ""));
    cells.filter_map(|cell| cell.parse().ok()).collect()
}

/// Every amount of the full table is that in dollars times the rate, and no dollar is left but in the line that names it.
#[test]
fn tables_show_money_at_the_rate() {
    let args = ["compare", "s.toml", "--uncertainty", "0", "--format", "markdown"];
    let (dollars, euros) = (run_text(&dollar_hall(), &args), run_text(&euro_hall(), &args));
    for label in [
        "Electricity cost, k",
        "Water, k",
        "Maintenance, k",
        "Annual cost, k",
        "Capital, k",
        "Life-cycle cost (net present), k",
    ] {
        let (usd, own) = (amounts(&dollars, &format!("{label}USD")), amounts(&euros, &format!("{label}EUR")));
        assert_eq!(usd.len(), 2, "{label}");
        for (usd, own) in usd.iter().zip(&own) {
            assert!((own - RATE * usd).abs() <= 1.0, "{label}: {own} EUR for {usd} USD");
        }
    }
    let (usd, own) = (amounts(&dollars, "IT energy, USD/kWh"), amounts(&euros, "IT energy, EUR/kWh"));
    assert!(
        usd.len() == 2 && usd.iter().zip(&own).all(|(usd, own)| (own - RATE * usd).abs() <= 1e-4),
        "{usd:?} {own:?}"
    );
    let note = "Money in EUR at 0.92 EUR for one USD";
    assert!(euros.contains(note) && !dollars.contains("EUR"));
    for line in euros.lines().filter(|l| !l.contains(note)) {
        let from_data = line.contains("usd_") || line.contains("Estimate:");
        assert!(from_data || !line.contains("USD"), "{line}");
    }
}

/// The answer, the brief form and a traced figure in euros.
#[test]
fn a_terminal_shows_euros() {
    let text = euro_hall();
    insta::assert_snapshot!(run_text(&text, &["compare", "s.toml", "--uncertainty", "0"]));
    let brief = run_text(&text, &["compare", "s.toml", "--uncertainty", "0", "--brief"]);
    assert!(
        brief.contains("kEUR") && !brief.replace("for one USD", "").replace("from USD", "").contains("USD"),
        "{brief}"
    );
    let explain = |text: &str| run_text(text, &["compare", "s.toml", "--explain", "annual.capital_usd"]);
    let value = |text: &str, unit: &str| {
        let line = text.lines().find(|l| l.contains("[annual.capital_usd]")).unwrap().to_owned();
        let number = line.split("= ").nth(1).unwrap().split(unit).next().unwrap().trim().replace(',', "");
        number.parse::<f64>().unwrap()
    };
    let (usd, own) = (value(&explain(&dollar_hall()), " USD"), value(&explain(&text), " EUR"));
    assert!((own / usd / RATE - 1.0).abs() < 1e-5, "{own} {usd}");
}

/// Axes and captions name euros; the numbers behind a chart keep their key and stay dollars.
#[test]
fn charts_are_drawn_in_euros() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("s.toml"), euro_hall()).unwrap();
    let out = rackjoule(dir.path(), &["compare", "s.toml", "--uncertainty", "0", "-o", "out"]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let read = |name: &str| std::fs::read_to_string(dir.path().join("out").join(name)).unwrap();
    for chart in ["cost-over-years.svg", "cost-parts.svg"] {
        let drawn = read(chart);
        assert!(drawn.contains("million EUR") && !drawn.contains("USD"), "{chart}");
    }
    assert!(read("report.html").contains("Money in EUR at 0.92 EUR for one USD"));
    std::fs::write(dir.path().join("d.toml"), dollar_hall()).unwrap();
    let out = rackjoule(dir.path(), &["compare", "d.toml", "--uncertainty", "0", "-o", "usd"]);
    assert!(out.status.success());
    let dollars = std::fs::read_to_string(dir.path().join("usd/cost-parts.csv")).unwrap();
    let numbers = |csv: &str| -> Vec<f64> {
        csv.lines().skip(1).filter_map(|l| l.rsplit(',').next().and_then(|cell| cell.parse().ok())).collect()
    };
    let (a, b) = (numbers(&dollars), numbers(&read("cost-parts.csv")));
    assert!(a.len() > 5 && a.len() == b.len());
    assert!(a.iter().zip(&b).all(|(a, b)| (a - b).abs() <= 1e-6 * a.abs().max(1.0)), "{a:?} {b:?}");
}

/// An hourly tariff of 92 EUR/MWh is one of 100 USD/MWh.
#[test]
fn a_tariff_may_be_in_euros() {
    let dir = tempfile::tempdir().unwrap();
    let cost = |header: &str, price: &str, text: &str| -> f64 {
        std::fs::write(dir.path().join("t.csv"), format!("{header}\n{}", format!("{price}\n").repeat(8760))).unwrap();
        let text = text.replace("weather_form = \"bins\"\n", "electricity_tariff = \"t.csv\"\n");
        let lines: Vec<&str> = text.lines().filter(|l| !l.starts_with("electricity_price")).collect();
        std::fs::write(dir.path().join("s.toml"), lines.join("\n")).unwrap();
        let out = rackjoule(dir.path(), &["compare", "s.toml", "--uncertainty", "0", "--format", "json"]);
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        let json: Value = serde_json::from_slice(&out.stdout).unwrap();
        json["architectures"][0]["annual"]["cost_usd"].as_f64().unwrap()
    };
    let dollars = cost("price [USD/MWh]", "100", &dollar_hall());
    for header in ["price [EUR/MWh]", "price_eur_per_mwh"] {
        let euros = cost(header, "92", &euro_hall());
        assert!((euros / dollars - 1.0).abs() < 1e-12, "{header}: {euros} {dollars}");
    }
}

/// A currency without a rate, a rate that can't be, a price of no known money: exit 2 with the line and the mend.
#[test]
fn wrong_money_is_refused_with_its_line() {
    let dir = tempfile::tempdir().unwrap();
    let euros = ["0.092 EUR/kWh", "9.2 EUR/kW", "3.68 EUR/m3", "36800 EUR"];
    let dollars = ["0.10 USD/kWh", "10 USD/kW", "4 USD/m3", "40000 USD"];
    let cases: [(String, &str, &str); 12] = [
        (hall(euros, "currency = \"EUR\""), "`cost.exchange_rate` is missing", "exchange_rate = 0.92"),
        (hall(euros, "currency = \"EUR\"\nexchange_rate = 0"), "`cost.exchange_rate` must be", "s.toml:13"),
        (hall(euros, "currency = \"EUR\"\nexchange_rate = -1"), "`cost.exchange_rate` must be", "s.toml:13"),
        (hall(euros, "currency = \"EUR\"\nexchange_rate = 1e9"), "`cost.exchange_rate` must be", "s.toml:13"),
        (hall(dollars, "currency = \"E2\"\nexchange_rate = 1"), "`E2` is no name of a currency", "1 to 8 letters"),
        (hall(dollars, "currency = \"\"\nexchange_rate = 1"), "is no name of a currency", "1 to 8 letters"),
        (hall(dollars, "currency = \"VERYLONGS\"\nexchange_rate = 1"), "is no name of a currency", "s.toml:12"),
        (hall(dollars, "exchange_rate = 0.92"), "without `cost.currency`", "currency = \"EUR\""),
        (hall(dollars, "currency = \"USD\"\nexchange_rate = 2"), "one US dollar is one US dollar", "leave"),
        (hall(euros, ""), "unknown unit `EUR/kWh`", "add to [cost]: currency = \"EUR\""),
        (
            hall(["0.1 GBP/kWh", euros[1], euros[2], euros[3]], "currency = \"EUR\"\nexchange_rate = 0.92"),
            "unknown unit `GBP/kWh`",
            "prices are in EUR or USD",
        ),
        (
            hall(["0.1", euros[1], euros[2], euros[3]], "currency = \"EUR\"\nexchange_rate = 0.92"),
            "does not say in which currency",
            "EUR/kWh",
        ),
    ];
    for (text, says, mends) in cases {
        std::fs::write(dir.path().join("s.toml"), &text).unwrap();
        let out = rackjoule(dir.path(), &["check", "s.toml"]);
        let err = String::from_utf8_lossy(&out.stderr).into_owned();
        assert_eq!(out.status.code(), Some(2), "{text}\n{err}");
        assert!(err.contains(says) && err.contains(mends) && err.contains("s.toml:"), "{says}, {mends}:\n{err}");
        assert!(!err.contains("panicked"), "{err}");
    }
}

/// A dollar that is named changes nothing.
#[test]
fn a_dollar_needs_no_rate() {
    let args = ["compare", "s.toml", "--uncertainty", "0"];
    let named = hall(["0.10 USD/kWh", "10 USD/kW", "4 USD/m3", "40 kUSD"], "currency = \"USD\"");
    assert_eq!(run_text(&named, &args), run_text(&dollar_hall(), &args));
}
