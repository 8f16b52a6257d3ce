//! Places and their weather: hourly years and joint bins behind one type.

use std::io::Read;

use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::describe::RecordValue;
use super::embedded::DataFiles;
use super::error::CatalogError;
use super::record::Confidence;
use super::table::{ColumnFault, TableRow, check_between};
use super::weather_check;

/// A place with a year of weather.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Climate {
    /// Catalog id.
    #[serde(rename = "climate")]
    pub id: String,
    /// Place in words.
    pub location: String,
    /// Data set and period.
    pub dataset: String,
    /// Who must be credited.
    pub credit: String,
    /// Source id.
    pub source: String,
    /// Whether there is an hourly year.
    #[serde(deserialize_with = "read_yes_or_no")]
    pub hourly: bool,
    /// Whether there are joint bins.
    #[serde(deserialize_with = "read_yes_or_no")]
    pub bins: bool,
    /// Latitude, degrees north.
    pub latitude: f64,
    /// Longitude, degrees east.
    pub longitude: f64,
    /// Height above the sea, m.
    pub elevation_m: f64,
    /// Mean dry-bulb of the year, °C.
    pub mean_dry_bulb_c: f64,
    /// Largest dry-bulb of the year, °C.
    pub max_dry_bulb_c: f64,
    /// Dry-bulb that 0.4 % of the hours pass, °C.
    pub design_dry_bulb_c: Option<f64>,
    /// Wet-bulb that 0.4 % of the hours pass, °C.
    pub design_wet_bulb_c: Option<f64>,
    /// 20-year extreme dry-bulb, °C.
    pub extreme_dry_bulb_c: Option<f64>,
    /// Extreme wet-bulb, °C.
    pub extreme_wet_bulb_c: Option<f64>,
    /// Local standard time, hours east of UTC.
    pub utc_offset_h: Option<f64>,
}

/// A cell of `yes` or `no`.
fn read_yes_or_no<'de, D: Deserializer<'de>>(cell: D) -> Result<bool, D::Error> {
    match String::deserialize(cell)?.as_str() {
        "yes" => Ok(true),
        "no" => Ok(false),
        other => Err(D::Error::unknown_variant(other, &["yes", "no"])),
    }
}

fn yes_or_no(value: bool) -> String {
    if value { "yes" } else { "no" }.to_owned()
}

/// Grid carbon and price at a climate.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GridData {
    /// Climate id.
    pub climate: String,
    /// Carbon intensity, g CO2e/kWh.
    pub carbon_g_per_kwh: f64,
    /// What the carbon figure counts.
    pub carbon_basis: String,
    /// Where it is from.
    pub carbon_source: String,
    /// Its year.
    pub carbon_year: String,
    /// How well it is known.
    pub carbon_confidence: Confidence,
    /// Price of electricity, USD/MWh.
    pub price_usd_per_mwh: f64,
    /// Where it is from.
    pub price_source: String,
    /// How well it is known.
    pub price_confidence: Confidence,
    /// Range of the price, plus or minus this share of it.
    pub price_range_share: Option<f64>,
}

/// Dirtiest electricity: brown coal in old plants emits 1,300 g CO2e/kWh and oil in small ones 1,000; rounded outwards.
const MAX_CARBON_G_KWH: f64 = 2000.0;
/// Dearest electricity that anyone pays over a year, rounded outwards, USD/MWh.
const MAX_PRICE_USD_MWH: f64 = 5000.0;

impl TableRow for GridData {
    const KEY_COLUMN: &str = "climate";

    fn unique_key(&self) -> Option<&str> {
        Some(&self.climate)
    }

    fn check_row(&self) -> Result<(), ColumnFault> {
        check_between(&[
            ("carbon_g_per_kwh", Some(self.carbon_g_per_kwh), 0.0, MAX_CARBON_G_KWH),
            ("price_usd_per_mwh", Some(self.price_usd_per_mwh), 0.0, MAX_PRICE_USD_MWH),
            ("price_range_share", self.price_range_share, 0.0, 1.0),
        ])
    }
}

impl TableRow for Climate {
    const KEY_COLUMN: &str = "climate";

    fn unique_key(&self) -> Option<&str> {
        Some(&self.id)
    }

    fn check_row(&self) -> Result<(), ColumnFault> {
        let (coldest, hottest) = weather_check::DRY_BULB_RANGE_C;
        let air = |name, value| (name, value, coldest, hottest);
        check_between(&[
            ("latitude", Some(self.latitude), -90.0, 90.0),
            ("longitude", Some(self.longitude), -180.0, 180.0),
            ("elevation_m", Some(self.elevation_m), -500.0, 9000.0),
            ("utc_offset_h", self.utc_offset_h, -12.0, 14.0),
            air("mean_dry_bulb_c", Some(self.mean_dry_bulb_c)),
            air("max_dry_bulb_c", Some(self.max_dry_bulb_c)),
            air("design_dry_bulb_c", self.design_dry_bulb_c),
            air("design_wet_bulb_c", self.design_wet_bulb_c),
            air("extreme_dry_bulb_c", self.extreme_dry_bulb_c),
            air("extreme_wet_bulb_c", self.extreme_wet_bulb_c),
        ])?;
        let not_above = |low: (&'static str, Option<f64>), high: (&'static str, Option<f64>)| match (low.1, high.1) {
            (Some(a), Some(b)) if a > b => Err((low.0, format!("{a} must not be above `{}`, {b}", high.0))),
            _ => Ok(()),
        };
        not_above(("mean_dry_bulb_c", Some(self.mean_dry_bulb_c)), ("max_dry_bulb_c", Some(self.max_dry_bulb_c)))?;
        not_above(("design_wet_bulb_c", self.design_wet_bulb_c), ("design_dry_bulb_c", self.design_dry_bulb_c))?;
        not_above(("design_dry_bulb_c", self.design_dry_bulb_c), ("extreme_dry_bulb_c", self.extreme_dry_bulb_c))?;
        not_above(("design_wet_bulb_c", self.design_wet_bulb_c), ("extreme_wet_bulb_c", self.extreme_wet_bulb_c))?;
        if self.hourly || self.bins { Ok(()) } else { Err(("hourly", "either this or `bins` must be yes".to_owned())) }
    }
}

/// Which form of a climate to use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WeatherForm {
    /// The hourly year if there is one, else the bins.
    #[default]
    Auto,
    /// The hourly year.
    Hourly,
    /// The joint bins.
    Bins,
}

/// Humidity as a source gives it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WeatherHumidity {
    /// Dew point, °C.
    DewPointC(f64),
    /// Humidity ratio, kg/kg.
    RatioKgKg(f64),
}

/// A state of the outdoor air and the hours it stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeatherRow {
    /// Hours.
    pub weight_h: f64,
    /// Dry-bulb, °C.
    pub dry_bulb_c: f64,
    /// Humidity.
    pub humidity: WeatherHumidity,
    /// Pressure, Pa.
    pub pressure_pa: f64,
}

#[derive(Deserialize)]
struct HourlyRow {
    dry_bulb_c: f64,
    dew_point_c: f64,
    pressure_pa: f64,
}

impl HourlyRow {
    const fn weather(self) -> WeatherRow {
        WeatherRow {
            weight_h: 1.0,
            dry_bulb_c: self.dry_bulb_c,
            humidity: WeatherHumidity::DewPointC(self.dew_point_c),
            pressure_pa: self.pressure_pa,
        }
    }
}

#[derive(Deserialize)]
struct BinRow {
    climate: String,
    hours: f64,
    dry_bulb_c: f64,
    wet_bulb_c: f64,
    humidity_ratio_g_per_kg: f64,
    pressure_pa: f64,
}

/// Rows of a CSV text with `#` comments.
pub(super) fn read_csv_rows<T: for<'de> Deserialize<'de>>(file: &str, text: &[u8]) -> Result<Vec<T>, CatalogError> {
    csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(text)
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(|error| CatalogError::Csv { file: file.to_owned(), reason: error.to_string() })
}

impl Climate {
    /// The form that `wanted` comes to here: hourly (true) or bins (false); nothing where the climate lacks it.
    pub fn resolve_weather_form(&self, wanted: WeatherForm) -> Option<bool> {
        let Self { hourly, bins, .. } = *self;
        match wanted {
            WeatherForm::Auto if hourly => Some(true),
            WeatherForm::Hourly => hourly.then_some(true),
            WeatherForm::Auto | WeatherForm::Bins => bins.then_some(false),
        }
    }

    /// What the record says, value by value, with the grid's carbon and price at its site.
    pub(super) fn describe_values(&self, site: Option<&GridData>) -> Vec<RecordValue> {
        let value = |key: &str, value: String, source: &str, confidence: Confidence| RecordValue {
            key: key.to_owned(),
            value,
            source: source.to_owned(),
            confidence: Some(confidence),
            range: None,
        };
        let own = |key: &str, v: String| value(key, v, &self.source, Confidence::Published);
        let optional = |v: Option<f64>| v.map_or_else(|| "not known".to_owned(), |v| v.to_string());
        let mut out = vec![
            own("dataset", self.dataset.clone()),
            own("credit", self.credit.clone()),
            own("hourly", yes_or_no(self.hourly)),
            own("bins", yes_or_no(self.bins)),
            own("elevation_m", self.elevation_m.to_string()),
            own("mean_dry_bulb_c", self.mean_dry_bulb_c.to_string()),
            own("max_dry_bulb_c", self.max_dry_bulb_c.to_string()),
            own("design_dry_bulb_c", optional(self.design_dry_bulb_c)),
            own("design_wet_bulb_c", optional(self.design_wet_bulb_c)),
            own("extreme_dry_bulb_c", optional(self.extreme_dry_bulb_c)),
            own("extreme_wet_bulb_c", optional(self.extreme_wet_bulb_c)),
            own("utc_offset_h", optional(self.utc_offset_h)),
        ];
        if let Some(s) = site {
            let carbon = format!("{} ({})", s.carbon_source, s.carbon_basis);
            let price = s.price_usd_per_mwh.to_string();
            out.push(value("carbon_g_per_kwh", s.carbon_g_per_kwh.to_string(), &carbon, s.carbon_confidence));
            out.push(value("price_usd_per_mwh", price, &s.price_source, s.price_confidence));
            if let Some(share) = s.price_range_share {
                out.push(value("price_range_share", share.to_string(), &s.price_source, s.price_confidence));
            }
        }
        out
    }
}

/// The rows of a climate.
pub(super) fn read_climate_weather(
    files: &DataFiles,
    climate: &Climate,
    hourly: bool,
) -> Result<Vec<WeatherRow>, CatalogError> {
    if !hourly {
        let (name, text) = files.read_text("climate_bins.csv")?;
        let bins: Vec<BinRow> = read_csv_rows(&name, text.as_bytes())?;
        let of_climate: Vec<BinRow> = bins.into_iter().filter(|row| row.climate == climate.id).collect();
        let wet_bulbs: Vec<f64> = of_climate.iter().map(|row| row.wet_bulb_c).collect();
        let rows = of_climate.into_iter().map(|row| WeatherRow {
            weight_h: row.hours,
            dry_bulb_c: row.dry_bulb_c,
            humidity: WeatherHumidity::RatioKgKg(row.humidity_ratio_g_per_kg / 1000.0),
            pressure_pa: row.pressure_pa,
        });
        let rows: Vec<WeatherRow> = rows.collect();
        weather_check::check_bins(&name, &climate.id, &rows, &wet_bulbs)?;
        return Ok(rows);
    }
    let path = format!("weather/{}.csv.gz", climate.id);
    if let Some(hours) = files.built_in_hours(&path) {
        let row = |[dry_bulb_c, dew_point_c, pressure_pa]: [f64; 3]| HourlyRow { dry_bulb_c, dew_point_c, pressure_pa };
        return Ok(hours.map(|hour| row(hour).weather()).collect());
    }
    let missing = || CatalogError::Read { file: path.clone(), reason: "no such file".to_owned() };
    let (name, bytes) = files.read_bytes(&path)?.ok_or_else(missing)?;
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(&*bytes)
        .read_to_end(&mut text)
        .map_err(|error| CatalogError::Read { file: name.clone(), reason: error.to_string() })?;
    let rows: Vec<WeatherRow> = read_csv_rows::<HourlyRow>(&name, &text)?.into_iter().map(HourlyRow::weather).collect();
    weather_check::check_hours(&name, &climate.id, &rows)?;
    Ok(rows)
}
