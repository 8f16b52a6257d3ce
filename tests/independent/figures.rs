//! The figures of a comparison.

use super::data::{Data, Record, number, text};
use super::facility::Facility;
use super::rack::Rack;
use super::scenario::{self, Site};

/// A figure and where the program's result has it.
pub struct Figure {
    pub key: String,
    pub value: f64,
}

impl Figure {
    fn new(key: &str, value: f64) -> Self {
        Self { key: key.to_owned(), value }
    }

    /// The program's figure: a path of keys; `power.NAME` and `capital.NAME` are found in their lists.
    pub fn read(&self, architecture: &serde_json::Value) -> f64 {
        let (list, name) = self.key.split_once('.').unwrap_or(("", &self.key));
        let found = match list {
            "power" => {
                architecture["power"].as_array().unwrap().iter().find(|p| p["bucket"] == *name).map(|p| &p["power_w"])
            }
            "" => architecture.get(name),
            _ => architecture[list].get(name),
        };
        found.and_then(serde_json::Value::as_f64).unwrap_or(f64::NAN)
    }
}

/// The figures of every architecture of a scenario, by name.
pub fn compute(data: &Data, scenario: &toml::Table) -> Vec<(String, Vec<Figure>)> {
    let (site, asked) = (scenario::site(data, scenario), scenario::asked(scenario));
    let architectures = scenario::architectures(data, scenario);
    let accelerator = |a: &scenario::Architecture<'_>| {
        let rack = Rack::new(data, &a.system);
        let module = rack.accelerator();
        (module.rated_clock(data, a.load.cap_w), data.chip(&module.chip).get("silicon").cloned())
    };
    let (first, silicon) = accelerator(&architectures[0]);
    assert!(architectures.iter().all(|a| accelerator(a).1 == silicon), "accelerators of one silicon");
    let of = |a: &scenario::Architecture<'_>| {
        let facility = Facility::new(data, &site, &asked, a, first);
        (a.name.clone(), figures(data, &site, &asked, &facility))
    };
    architectures.iter().map(of).collect()
}

fn price(record: &Record, count: f64, capacity_w: f64) -> f64 {
    count * (record.get("usd_unit") + record.get("usd_kw") * capacity_w / 1000.0)
}

fn figures(data: &Data, site: &Site, asked: &scenario::Asked, facility: &Facility) -> Vec<Figure> {
    let (year, state, hall) = (facility.year(site), facility.state(), &facility.hall);
    let (busy, mean, racks) = (&facility.busy, &facility.mean, hall.racks);
    let it_w = racks * mean.it_w();
    let conversion_w =
        racks * mean.supply_loss_w + state.fed.busway_loss + state.fed.ups_loss + year.transformer_loss_w;
    let pumps_w = racks * (mean.hall_pump_w + mean.beside.control) + year.plant.pump_w;
    let compute_w = racks * (mean.accelerator_w + mean.other_w + mean.beside.network + mean.beside.storage);
    let parts = [
        ("power.accelerators", racks * mean.accelerator_w),
        ("power.other_it", racks * mean.other_w),
        ("power.server_fans", racks * mean.fan_w),
        ("power.network", racks * mean.beside.network),
        ("power.storage", racks * mean.beside.storage),
        ("power.conversion", conversion_w),
        ("power.air_handling", state.handler_w),
        ("power.pumps", pumps_w),
        ("power.chillers", year.plant.compressor_w),
        ("power.heat_rejection", year.plant.fan_w),
        ("power.building", hall.chain.lighting_w),
    ];
    let facility_w: f64 = parts.iter().map(|p| p.1).sum();
    let kwh = |w: f64| w * year.hours / 1000.0;
    let water_l = year.plant.water_kg_s * year.hours * 3600.0;
    let energy_usd = kwh(facility_w) * site.price_usd_kwh;
    let water_usd = water_l / 1000.0 * data.usual("water_price").get("usd_m3");
    let priced =
        |(name, count, capacity_w): &(&str, f64, f64)| price(data.usual(&format!("{name}_cost")), *count, *capacity_w);
    let capital_usd: f64 = facility.installed().iter().map(priced).sum();
    let rules = data.usual("cost_rules");
    let yearly_usd = energy_usd + water_usd + rules.get("maintenance") * capital_usd;
    let (rate, years) = (rules.get("discount_rate"), rules.get("years"));
    let annuity = (1.0 - (1.0 + rate).powf(-years)) / rate;
    let life_usd = capital_usd + annuity * yearly_usd;
    let ewif = data.usual("electricity_water").get("l_kwh");

    let mut out: Vec<Figure> = parts.iter().map(|(key, value)| Figure::new(key, *value)).collect();
    let mut add = |key: &str, value: f64| out.push(Figure::new(key, value));
    add("facility_power_w", facility_w);
    add("it_power_w", it_w);
    add("accelerators", facility.accelerators);
    // A rack that is partly filled counts as one, and draws its part.
    add("racks", racks.ceil());
    add("rack.power_w", busy.power_w());
    add("rack.fan_power_w", busy.fan_w);
    add("rack.pump_power_w", busy.pump_w);
    add("rack.psu_loss_w", busy.supply_loss_w);
    add("rack.hottest_chip_c", busy.nearest.0);
    add("rack.chip_limit_c", busy.nearest.1);
    add("rack.speed", busy.speed);
    add("rack.performance", busy.clock);
    add("rack.liquid_heat_w", busy.liquid_heat_w);
    add("rack.air_heat_w", busy.air_heat_w);
    if facility.liquid_cooled {
        add("rack.liquid_flow_l_min", busy.liquid_m3_s * 60e3);
        add("annual.liquid_plant_free_cooling_hours", year.main_free_hours);
    }
    if busy.air_m3_s > 0.0 {
        add("rack.air_flow_m3_s", busy.air_m3_s);
    }
    add("annual.pue", facility_w / it_w);
    add("annual.tue", facility_w / compute_w);
    add("annual.water_l", water_l);
    add("annual.wue_l_per_kwh", water_l / kwh(it_w));
    add("annual.wue_source_l_per_kwh", water_l / kwh(it_w) + ewif * facility_w / it_w);
    add("annual.free_cooling_hours", year.free_hours);
    add("annual.energy_kwh", kwh(facility_w));
    add("annual.cost_usd", energy_usd);
    add("annual.water_cost_usd", water_usd);
    add("annual.annual_cost_usd", yearly_usd);
    add("annual.capital_usd", capital_usd);
    add("annual.net_present_cost_usd", life_usd);
    add("annual.levelised_cost_usd_per_kwh_it", life_usd / (annuity * kwh(it_w)));
    if let Some(rate) = tokens_per_s(data, asked, facility) {
        let busy_s = asked.utilisation * year.hours * 3600.0 * busy.clock;
        add("annual.output_tokens", rate * facility.accelerators * busy_s);
    }
    out
}

/// Measured output tokens of one accelerator.
fn tokens_per_s(data: &Data, asked: &scenario::Asked, facility: &Facility) -> Option<f64> {
    let fits = |t: &&toml::Table| text(t, "workload") == asked.workload && text(t, "chip") == facility.accelerator;
    data.tokens.iter().find(fits).map(|t| number(&t["tokens_per_s"]))
}
