//! One record of equipment at a state, as cases ask of it.

use crate::catalog::Catalog;
use crate::catalog::validation::Quantity;
use crate::component::params::ParamError;
use crate::component::{chiller, cold_plate, conversion, heat_sink, mover, plate_exchanger};
use crate::physics::liquid::Liquid;
use crate::rack::build::equipment;
use crate::units::{Density, ThermalConductance, Power, Pressure, Temperature, VolumeFlow};

use super::Failure;

const PER_MINUTE: f64 = 1e-3 / 60.0;

/// A figure of a record: what it is of, its name and unit.
type Known = (&'static str, &'static str, &'static str);

/// The figures.
const FIGURES: [Known; 12] = [
    ("cold-plate", "resistance", "K/W"),
    ("cold-plate", "pressure_loss", "kPa"),
    ("heat-sink", "resistance", "K/W"),
    ("heat-sink", "pressure_loss", "Pa"),
    ("power-supply", "efficiency", "%"),
    ("ups", "efficiency", "%"),
    ("transformer", "efficiency", "%"),
    ("cdu", "heat", "kW"),
    ("chiller-water", "cop", ""),
    ("chiller-air", "cop", ""),
    ("pump", "power", "kW"),
    ("fan", "power", "W"),
];

/// The figure of a quantity.
pub(super) fn figure(catalog: &Catalog, id: &str, q: &Quantity) -> Result<f64, Failure> {
    let record = catalog.equipment(id).ok_or_else(|| Failure::wrong(format!("no equipment `{id}`")))?;
    let kind = record.kind.as_str();
    let own: Vec<&Known> = FIGURES.iter().filter(|(of, _, _)| *of == kind).collect();
    let Some((kind, name, unit)) = own.iter().find(|(_, name, _)| *name == q.figure) else {
        let known: Vec<&str> = own.iter().map(|(_, name, _)| *name).collect();
        return Err(Failure::wrong(format!("a {kind} has no figure `{}`; it has {}", q.figure, known.join(", "))));
    };
    if *unit != q.unit {
        return Err(Failure::wrong(format!("`{name}` is in `{unit}`, not `{}`", q.unit)));
    }
    let run = Of { catalog, id, q };
    match *kind {
        "cold-plate" => run.plate(),
        "heat-sink" => run.sink(),
        "cdu" => run.exchanger(),
        "pump" | "fan" => run.mover(kind),
        "chiller-water" | "chiller-air" => run.chiller(kind),
        _ => run.conversion(kind),
    }
}

/// A record and what is asked of it.
struct Of<'a> {
    catalog: &'a Catalog,
    id: &'a str,
    q: &'a Quantity,
}

impl Of<'_> {
    /// A number of the state.
    fn at(&self, key: &str) -> Result<f64, Failure> {
        self.q.at.get(key).copied().ok_or_else(|| Failure::wrong(format!("`at` needs `{key}`")))
    }

    fn celsius(&self, key: &str) -> Result<Temperature, Failure> {
        self.at(key).map(Temperature::from_celsius)
    }

    fn spec<T>(&self, kind: &'static str, read: fn(&toml::Table) -> Result<T, Vec<ParamError>>) -> Result<T, Failure> {
        equipment(self.catalog, "validation", self.id, kind, read).map_err(|e| Failure::wrong(e.to_string()))
    }

    fn plate(&self) -> Result<f64, Failure> {
        let plate = cold_plate::ColdPlate(self.spec("cold-plate", cold_plate::Spec::read)?);
        let flow = VolumeFlow::new(self.at("flow_l_min")? * PER_MINUTE);
        if self.q.figure == "resistance" {
            return Ok(plate.resistance(flow).0.k_w());
        }
        let out = |e: crate::physics::range::OutOfRange| Failure::NoAnswer(e.to_string());
        let liquid = match self.q.liquid.as_deref() {
            Some("water") | None => Liquid::Water,
            Some("pg25") => Liquid::propylene_glycol_by_volume(0.25).map_err(out)?,
            Some(other) => return Err(Failure::wrong(format!("liquid `{other}`: use `water` or `pg25`"))),
        };
        let (a, b) = plate.loss(&liquid.at(self.celsius("temperature_c")?).map_err(out)?);
        let v = flow.m3_s();
        Ok((a * v + b * v * v) / 1e3)
    }

    fn sink(&self) -> Result<f64, Failure> {
        let sink = heat_sink::HeatSink(self.spec("heat-sink", heat_sink::Spec::read)?);
        let flow = VolumeFlow::new(self.at("flow_m3_s")?);
        let density = Density::new(self.at("density_kg_m3")?);
        if self.q.figure == "resistance" {
            return Ok(sink.resistance(flow, density).0.k_w());
        }
        let (a, d) = sink.loss(density);
        Ok(a * flow.m3_s() + d * flow.m3_s().powi(2))
    }

    fn conversion(&self, kind: &'static str) -> Result<f64, Failure> {
        let spec = self.spec(kind, conversion::Spec::read)?;
        let output = self.at("load")? * spec.rated_w;
        let loss = conversion::loss(&spec, 1.0, Power::new(output)).map_err(|e| Failure::NoAnswer(e.to_string()))?;
        Ok(100.0 * output / (output + loss.watts()))
    }

    fn exchanger(&self) -> Result<f64, Failure> {
        let spec = self.spec("cdu", plate_exchanger::Spec::read)?;
        let built = plate_exchanger::PlateExchanger::new(spec);
        let exchanger = built.ok_or_else(|| Failure::wrong("the rating can't be met by any exchanger"))?;
        let (hot, cold) = (ThermalConductance::new(self.at("hot_w_k")?), ThermalConductance::new(self.at("cold_w_k")?));
        let heat = exchanger.heat(self.celsius("hot_in_c")?, hot, self.celsius("cold_in_c")?, cold);
        Ok(heat.watts() / 1e3)
    }

    fn chiller(&self, kind: &'static str) -> Result<f64, Failure> {
        let spec = self.spec(kind, chiller::Spec::read)?;
        let chiller = chiller::Chiller(spec);
        let (chilled, condenser) = (self.celsius("chilled_c")?, self.celsius("condenser_c")?);
        let load = self.at("load")? * chiller.0.rated_w;
        let power = chiller.operate(Power::new(load), chilled, condenser).power.watts();
        Ok(load / power)
    }

    fn mover(&self, kind: &'static str) -> Result<f64, Failure> {
        let mover = mover::Mover(self.spec(kind, mover::Spec::read)?);
        let flow = VolumeFlow::new(self.at("flow_m3_s")?);
        let power = mover.power(flow, Pressure::new(self.at("rise_pa")?), self.at("speed")?).watts();
        Ok(if self.q.unit == "kW" { power / 1e3 } else { power })
    }
}
