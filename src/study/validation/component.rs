//! One record of equipment at a state, as cases ask of it.

use crate::catalog::Catalog;
use crate::catalog::validation::CaseQuantity;
use crate::component::liquid::plate_exchanger;
use crate::component::params::ParamError;
use crate::component::plant::chiller;
use crate::component::power::conversion;
use crate::component::server::{cold_plate, heat_sink, mover};
use crate::physics::liquid::Liquid;
use crate::rack::build::read_equipment;
use crate::units::{Density, Power, Pressure, Temperature, ThermalConductance, VolumeFlow};

use super::error::PredictionFailure;

const M3_S_PER_L_MIN: f64 = 1e-3 / 60.0;

/// A figure that a case can ask of a record.
struct EquipmentFigure {
    /// Kind of the record.
    kind: &'static str,
    /// Name of the figure.
    name: &'static str,
    /// Its unit; empty for a ratio.
    unit: &'static str,
}

const fn figure(kind: &'static str, name: &'static str, unit: &'static str) -> EquipmentFigure {
    EquipmentFigure { kind, name, unit }
}

/// The figures.
const EQUIPMENT_FIGURES: [EquipmentFigure; 12] = [
    figure("cold-plate", "resistance", "K/W"),
    figure("cold-plate", "pressure_loss", "kPa"),
    figure("heat-sink", "resistance", "K/W"),
    figure("heat-sink", "pressure_loss", "Pa"),
    figure("power-supply", "efficiency", "%"),
    figure("ups", "efficiency", "%"),
    figure("transformer", "efficiency", "%"),
    figure("cdu", "heat", "kW"),
    figure("chiller-water", "cop", ""),
    figure("chiller-air", "cop", ""),
    figure("pump", "power", "kW"),
    figure("fan", "power", "W"),
];

/// The figure of a quantity.
pub(crate) fn equipment_figure(catalog: &Catalog, id: &str, q: &CaseQuantity) -> Result<f64, PredictionFailure> {
    let record =
        catalog.equipment(id).ok_or_else(|| PredictionFailure::invalid_case(format!("no equipment `{id}`")))?;
    let kind = record.kind.as_str();
    let own: Vec<&EquipmentFigure> = EQUIPMENT_FIGURES.iter().filter(|f| f.kind == kind).collect();
    let Some(EquipmentFigure { kind, name, unit }) = own.iter().find(|f| f.name == q.figure) else {
        let known: Vec<&str> = own.iter().map(|f| f.name).collect();
        return Err(PredictionFailure::invalid_case(format!(
            "a {kind} has no figure `{}`; it has {}",
            q.figure,
            known.join(", ")
        )));
    };
    if *unit != q.unit {
        return Err(PredictionFailure::invalid_case(format!("`{name}` is in `{unit}`, not `{}`", q.unit)));
    }
    let run = EquipmentEvaluation { catalog, id, quantity: q };
    match *kind {
        "cold-plate" => run.cold_plate_figure(),
        "heat-sink" => run.heat_sink_figure(),
        "cdu" => run.exchanger_heat_kw(),
        "pump" | "fan" => run.mover_power(kind),
        "chiller-water" | "chiller-air" => run.chiller_cop(kind),
        _ => run.conversion_efficiency(kind),
    }
}

/// A record and what is asked of it.
struct EquipmentEvaluation<'a> {
    catalog: &'a Catalog,
    id: &'a str,
    quantity: &'a CaseQuantity,
}

impl EquipmentEvaluation<'_> {
    /// A number of the state.
    fn state_value(&self, key: &str) -> Result<f64, PredictionFailure> {
        self.quantity.at.get(key).copied().ok_or_else(|| PredictionFailure::invalid_case(format!("`at` needs `{key}`")))
    }

    fn state_temperature(&self, key: &str) -> Result<Temperature, PredictionFailure> {
        self.state_value(key).map(Temperature::from_celsius)
    }

    fn read_spec<T>(
        &self,
        kind: &'static str,
        read: fn(&toml::Table) -> Result<T, Vec<ParamError>>,
    ) -> Result<T, PredictionFailure> {
        read_equipment(self.catalog, "validation", self.id, kind, read)
            .map_err(|e| PredictionFailure::invalid_case(e.to_string()))
    }

    fn cold_plate_figure(&self) -> Result<f64, PredictionFailure> {
        let plate = cold_plate::ColdPlate(self.read_spec("cold-plate", cold_plate::ColdPlateSpec::read)?);
        let flow = VolumeFlow::new(self.state_value("flow_l_min")? * M3_S_PER_L_MIN);
        if self.quantity.figure == "resistance" {
            return Ok(plate.thermal_resistance(flow).0.k_w());
        }
        let out = |e: crate::physics::range::OutOfRange| PredictionFailure::NoSolution(e.to_string());
        let liquid = match self.quantity.liquid.as_deref() {
            Some("water") | None => Liquid::Water,
            Some("pg25") => Liquid::propylene_glycol_by_volume(0.25).map_err(out)?,
            Some(other) => {
                return Err(PredictionFailure::invalid_case(format!("liquid `{other}`: use `water` or `pg25`")));
            }
        };
        let (a, b) = plate
            .pressure_loss_coefficients(&liquid.properties_at(self.state_temperature("temperature_c")?).map_err(out)?);
        let v = flow.m3_s();
        Ok((a * v + b * v * v) / 1e3)
    }

    fn heat_sink_figure(&self) -> Result<f64, PredictionFailure> {
        let sink = heat_sink::HeatSink(self.read_spec("heat-sink", heat_sink::HeatSinkSpec::read)?);
        let flow = VolumeFlow::new(self.state_value("flow_m3_s")?);
        let density = Density::new(self.state_value("density_kg_m3")?);
        if self.quantity.figure == "resistance" {
            return Ok(sink.thermal_resistance(flow, density).0.k_w());
        }
        let (a, d) = sink.pressure_loss_coefficients(density);
        Ok(a * flow.m3_s() + d * flow.m3_s().powi(2))
    }

    fn conversion_efficiency(&self, kind: &'static str) -> Result<f64, PredictionFailure> {
        let spec = self.read_spec(kind, conversion::PowerConverterSpec::read)?;
        let output = self.state_value("load")? * spec.rated_w;
        let loss = conversion::conversion_loss(&spec, 1.0, Power::new(output))
            .map_err(|e| PredictionFailure::NoSolution(e.to_string()))?;
        Ok(100.0 * output / (output + loss.watts()))
    }

    fn exchanger_heat_kw(&self) -> Result<f64, PredictionFailure> {
        let spec = self.read_spec("cdu", plate_exchanger::CduSpec::read)?;
        let built = plate_exchanger::PlateExchanger::new(spec);
        let exchanger =
            built.ok_or_else(|| PredictionFailure::invalid_case("the rating can't be met by any exchanger"))?;
        let (hot, cold) = (
            ThermalConductance::new(self.state_value("hot_w_k")?),
            ThermalConductance::new(self.state_value("cold_w_k")?),
        );
        let heat = exchanger.heat_transfer(
            self.state_temperature("hot_in_c")?,
            hot,
            self.state_temperature("cold_in_c")?,
            cold,
        );
        Ok(heat.watts() / 1e3)
    }

    fn chiller_cop(&self, kind: &'static str) -> Result<f64, PredictionFailure> {
        let spec = self.read_spec(kind, chiller::ChillerSpec::read)?;
        let chiller = chiller::EirChiller::new(spec);
        let (chilled, condenser) = (self.state_temperature("chilled_c")?, self.state_temperature("condenser_c")?);
        let load = self.state_value("load")? * chiller.spec().rated_w;
        let power = chiller.operate(Power::new(load), chilled, condenser).power.watts();
        Ok(load / power)
    }

    fn mover_power(&self, kind: &'static str) -> Result<f64, PredictionFailure> {
        let mover = mover::Mover(self.read_spec(kind, mover::MoverSpec::read)?);
        let flow = VolumeFlow::new(self.state_value("flow_m3_s")?);
        let power =
            mover.electric_power(flow, Pressure::new(self.state_value("rise_pa")?), self.state_value("speed")?).watts();
        Ok(if self.quantity.unit == "kW" { power / 1e3 } else { power })
    }
}
