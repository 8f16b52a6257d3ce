//! What a plant is built of: the records that an architecture names for each role, and the usual ones for the rest.

use crate::catalog::Catalog;
use crate::catalog::equipment_role::EquipmentRole;
use crate::component::liquid::plate_exchanger::{EconomizerSpec, WatersideExchanger};
use crate::component::liquid::rack_rules::RackRulesSpec;
use crate::component::params::ParamError;
use crate::component::plant::adiabatic_pad::{AdiabaticPad, AdiabaticPadSpec};
use crate::component::plant::air_economizer::{AirEconomizer, AirEconomizerSpec, DewPointLimits};
use crate::component::plant::chiller::ChillerSpec;
use crate::component::plant::closed_circuit_cooler::{ClosedCircuitCooler, ClosedCircuitSpec};
use crate::component::plant::design_rules::DesignRulesSpec;
use crate::component::plant::dry_cooling_unit::DryCoolingUnit;
use crate::component::plant::dx::{DxSpec, DxUnit};
use crate::component::plant::free_cooling_coil::{FreeCoolingCoil, FreeCoolingCoilSpec};
use crate::component::plant::glycol_rules::GlycolRulesSpec;
use crate::component::plant::indirect_evaporative::{IndirectEvaporativeCooler, IndirectEvaporativeSpec};
use crate::component::plant::plant_pump::PlantPumpSpec;
use crate::component::plant::tower_water::TowerWaterSpec;
use crate::component::room::air_handler::AirHandlerSpec;
use crate::plant::sized::sizing::PlantParts;
use crate::plant::sized::unit_counts::UnitCounts;
use crate::rack::build::{BuildError, find_equipment, read_equipment};
use crate::scenario::{ArchitectureSettings, HeatRejection, Scenario};
use crate::units::{Pressure, TempDelta, Temperature};

use super::{tower_cells, water_value};

/// What names the records in messages.
const REQUESTER: &str = "plant";

/// Reads the records of an architecture's plant.
///
/// # Errors
/// A record that is missing, of another kind, or whose rating no size of exchanger reaches.
pub(crate) fn read_plant_parts(
    catalog: &Catalog,
    scenario: &Scenario,
    architecture: &ArchitectureSettings,
) -> Result<PlantParts, BuildError> {
    let reader = PlantRecords { catalog, architecture };
    let pump = |role| reader.read(role, "plant-pump", PlantPumpSpec::read);
    let chiller = |role, kind| reader.read(role, kind, ChillerSpec::read);
    let economizer = reader.read(EquipmentRole::Economizer, "economizer", EconomizerSpec::read)?;
    let indirect =
        reader.read(EquipmentRole::IndirectEvaporative, "indirect-evaporative", IndirectEvaporativeSpec::read)?;
    let dx = reader.read(EquipmentRole::Dx, "dx", DxSpec::read)?;
    let closed_circuit =
        reader.read(EquipmentRole::ClosedCircuitCooler, "closed-circuit-cooler", ClosedCircuitSpec::read)?;
    let coil = reader.read(EquipmentRole::FreeCoolingCoil, "free-cooling-coil", FreeCoolingCoilSpec::read)?;
    let rating = |role| move || BuildError::Rating { id: reader.id(role).to_owned() };
    let chiller_water = chiller(EquipmentRole::Chiller, "chiller-water")?;
    let rules = reader.read(EquipmentRole::DesignRules, "design-rules", DesignRulesSpec::read)?;
    Ok(PlantParts {
        tower: tower_cells::build_tower_cell(catalog, reader.id(EquipmentRole::Tower))?,
        tower_water: reader.read(EquipmentRole::TowerWater, "tower-water", TowerWaterSpec::read)?,
        chiller_water,
        chiller_air: chiller(EquipmentRole::AirCooledChiller, "chiller-air")?,
        economizer: WatersideExchanger::new(economizer).ok_or_else(rating(EquipmentRole::Economizer))?,
        dry_cooler: reader.read_dry_cooler(EquipmentRole::DryCooler)?,
        thermosyphon: reader.read_dry_cooler(EquipmentRole::Thermosyphon)?,
        free_cooling_coil: FreeCoolingCoil::new(coil).ok_or_else(rating(EquipmentRole::FreeCoolingCoil))?,
        glycol: reader.read(EquipmentRole::GlycolRules, "glycol-rules", GlycolRulesSpec::read)?,
        closed_circuit: ClosedCircuitCooler::new(closed_circuit)
            .ok_or_else(rating(EquipmentRole::ClosedCircuitCooler))?,
        water_value_j_kg: water_value::water_value_j_kg(catalog, scenario)?,
        dx: DxUnit::new(dx)?.ok_or_else(rating(EquipmentRole::Dx))?,
        air_economizer: AirEconomizer::new(reader.read_air_economizer()?, DewPointLimits::LockOut),
        outdoor_air: None,
        indirect: IndirectEvaporativeCooler::new(indirect).ok_or_else(rating(EquipmentRole::IndirectEvaporative))?,
        pad: AdiabaticPad(reader.read(EquipmentRole::AdiabaticPad, "adiabatic-pad", AdiabaticPadSpec::read)?),
        chilled_pump: pump(EquipmentRole::ChilledWaterPump)?,
        condenser_pump: pump(EquipmentRole::CondenserWaterPump)?,
        facility_pump: pump(EquipmentRole::FacilityWaterPump)?,
        air_handler: reader.read(EquipmentRole::AirHandler, "air-handler", AirHandlerSpec::read)?,
        room_humidity: reader.read(EquipmentRole::RackRules, "rack-rules", RackRulesSpec::read)?.room_humidity,
        counts: UnitCounts {
            tower_cells: architecture.set_points.tower_cells,
            dry_coolers: architecture.set_points.dry_coolers,
        },
        rules: reader.set_condenser_water(rules, &chiller_water)?,
    })
}

/// The records of an architecture by role.
#[derive(Clone, Copy)]
struct PlantRecords<'a> {
    catalog: &'a Catalog,
    architecture: &'a ArchitectureSettings,
}

impl<'a> PlantRecords<'a> {
    fn id(&self, role: EquipmentRole) -> &'a str {
        self.architecture.equipment.record_id(self.catalog, role)
    }

    fn read<T>(
        &self,
        role: EquipmentRole,
        kind: &'static str,
        read: fn(&toml::Table) -> Result<T, Vec<ParamError>>,
    ) -> Result<T, BuildError> {
        read_equipment(self.catalog, REQUESTER, self.id(role), kind, read)
    }

    /// The rules with the architecture's own set point of condenser water.
    ///
    /// # Errors
    /// Condenser water that is coldest outside the chiller's published curves.
    fn set_condenser_water(
        &self,
        rules: DesignRulesSpec,
        chiller: &ChillerSpec,
    ) -> Result<DesignRulesSpec, BuildError> {
        let given = &self.architecture.set_points;
        if !matches!(self.architecture.heat_rejection, HeatRejection::Tower { chillers: true, .. }) {
            return Ok(rules);
        }
        let low_c = chiller.capft_y_min_c.max(chiller.eirft_y_min_c);
        let high_c = chiller.capft_y_max_c.min(chiller.eirft_y_max_c);
        if let Some(given_c) = given.condenser_water_min.map(Temperature::celsius)
            // The conversion of units may leave a hair.
            && !(low_c - 1e-9..=high_c + 1e-9).contains(&given_c)
        {
            let problem = format!(
                "condenser_water_min is {given_c:.1} degC; its published curves are of condenser water of {low_c:.1} to \
                 {high_c:.1} degC"
            );
            return Err(BuildError::Duty { id: self.id(EquipmentRole::Chiller).to_owned(), problem });
        }
        Ok(DesignRulesSpec {
            condenser_approach_k: given.condenser_approach.map_or(rules.condenser_approach_k, TempDelta::kelvin),
            condenser_min_c: given.condenser_water_min.map_or(rules.condenser_min_c, Temperature::celsius),
            ..rules
        })
    }

    /// The economizer with the architecture's own filters.
    fn read_air_economizer(&self) -> Result<AirEconomizerSpec, BuildError> {
        let spec = self.read(EquipmentRole::AirEconomizer, "air-economizer", AirEconomizerSpec::read)?;
        let filters = self.architecture.outdoor_air.filter_pressure;
        Ok(AirEconomizerSpec { filter_pa: filters.map_or(spec.filter_pa, Pressure::pascals), ..spec })
    }

    /// A dry cooler, or what does its work, of the record's own kind.
    fn read_dry_cooler(&self, role: EquipmentRole) -> Result<DryCoolingUnit, BuildError> {
        let id = self.id(role);
        let record = find_equipment(self.catalog, REQUESTER, id)?;
        let wrong_kind =
            || BuildError::WrongKind { id: id.to_owned(), found: record.kind.clone(), wanted: "dry cooler" };
        let read = DryCoolingUnit::from_record(&record.kind, &record.parameters).ok_or_else(wrong_kind)?;
        let unit = read.map_err(|problems| BuildError::Parameters { id: id.to_owned(), problems })?;
        unit.ok_or_else(|| BuildError::Rating { id: id.to_owned() })
    }
}
