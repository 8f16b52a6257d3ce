//! What a plant is built of: the records that an architecture names for each role, and the usual ones for the rest.

use crate::catalog::Catalog;
use crate::catalog::equipment_role::EquipmentRole;
use crate::component::liquid::plate_exchanger::{EconomizerSpec, WatersideExchanger};
use crate::component::liquid::rack_rules::RackRulesSpec;
use crate::component::params::ParamError;
use crate::component::plant::adiabatic_pad::{AdiabaticPad, AdiabaticPadSpec};
use crate::component::plant::air_economizer::{AirEconomizer, AirEconomizerSpec, DewPointLimits};
use crate::component::plant::campus_water::CampusWaterSpec;
use crate::component::plant::chiller::ChillerSpec;
use crate::component::plant::closed_circuit_cooler::{ClosedCircuitCooler, ClosedCircuitSpec};
use crate::component::plant::design_rules::DesignRulesSpec;
use crate::component::plant::dry_cooling_unit::DryCoolingUnit;
use crate::component::plant::dx::{DxSpec, DxUnit};
use crate::component::plant::free_cooling_coil::{FreeCoolingCoil, FreeCoolingCoilSpec};
use crate::component::plant::glycol_rules::GlycolRulesSpec;
use crate::component::plant::indirect_evaporative::{IndirectEvaporativeCooler, IndirectEvaporativeSpec};
use crate::component::plant::plant_pump::PlantPumpSpec;
use crate::component::plant::pump_drive::PumpDriveSpec;
use crate::component::plant::tower_water::TowerWaterSpec;
use crate::component::plant::water_reset::WaterResetSpec;
use crate::component::room::air_handler::AirHandlerSpec;
use crate::plant::sized::condenser_water::CondenserSetPoint;
use crate::plant::sized::loop_pump::PumpControl;
use crate::plant::sized::sizing::PlantParts;
use crate::plant::sized::unit_counts::UnitCounts;
use crate::rack::build::{BuildError, find_equipment, read_equipment};
use crate::scenario::{ArchitectureSettings, PlantPumpControl, Scenario};
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
        campus_water: architecture.campus.apply_to(reader.read(
            EquipmentRole::CampusWater,
            "campus-water",
            CampusWaterSpec::read,
        )?),
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
        water_reset: reader.read(EquipmentRole::WaterReset, "water-reset", WaterResetSpec::read)?,
        pump_control: reader.read_pump_control()?,
        air_handler: reader.read(EquipmentRole::AirHandler, "air-handler", AirHandlerSpec::read)?,
        room_humidity: reader.read(EquipmentRole::RackRules, "rack-rules", RackRulesSpec::read)?.room_humidity,
        counts: UnitCounts {
            tower_cells: architecture.set_points.tower_cells,
            dry_coolers: architecture.set_points.dry_coolers,
        },
        condenser_water: reader.set_condenser_water(&rules, &chiller_water)?,
        rules,
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

    /// The set point of condenser water: the architecture's own values, and those of the rules for the rest.
    ///
    /// # Errors
    /// Condenser water of a set point outside the chiller's published curves.
    fn set_condenser_water(
        &self,
        rules: &DesignRulesSpec,
        chiller: &ChillerSpec,
    ) -> Result<CondenserSetPoint, BuildError> {
        let given = &self.architecture.set_points;
        let range_k = given.condenser_range.map_or(rules.tower_range_k, TempDelta::kelvin);
        let usual = CondenserSetPoint {
            approach_k: rules.condenser_approach_k,
            min_c: rules.condenser_min_c,
            max_c: f64::INFINITY,
            coldest_c: rules.condenser_min_c,
            range_k,
        };
        if !self.architecture.heat_rejection.has_condenser_water() {
            return Ok(usual);
        }
        let low_c = chiller.capft_y_min_c.max(chiller.eirft_y_min_c);
        let high_c = chiller.capft_y_max_c.min(chiller.eirft_y_max_c);
        let fixed_c = given.condenser_water.map(Temperature::celsius);
        let min_c = given.condenser_water_min.map(Temperature::celsius);
        let max_c = given.condenser_water_max.map(Temperature::celsius);
        // Without a limit the water may get warmer than the curves, too.
        let keys = [
            ("condenser_water_temperature", fixed_c, high_c),
            ("condenser_water_min", min_c, high_c),
            ("condenser_water_max", max_c, f64::INFINITY),
        ];
        for (key, given_c, warmest_c) in keys {
            // The conversion of units may leave a hair.
            if let Some(given_c) = given_c
                && !(low_c - 1e-9..=warmest_c + 1e-9).contains(&given_c)
            {
                let problem = format!(
                    "{key} is {given_c:.1} °C; its published curves are of condenser water of {low_c:.1} to {high_c:.1} \
                     °C"
                );
                return Err(BuildError::Duty { id: self.id(EquipmentRole::Chiller).to_owned(), problem });
            }
        }
        let max_c = fixed_c.or(max_c).unwrap_or(f64::INFINITY);
        // A limit below the rule's own coldest water moves that.
        let min_c = fixed_c.or(min_c).unwrap_or(rules.condenser_min_c.min(max_c));
        Ok(CondenserSetPoint {
            approach_k: given.condenser_approach.map_or(rules.condenser_approach_k, TempDelta::kelvin),
            min_c,
            max_c,
            coldest_c: if fixed_c.is_some() { rules.condenser_min_c.min(min_c) } else { min_c },
            range_k,
        })
    }

    /// How the pumps follow the flow.
    fn read_pump_control(&self) -> Result<PumpControl, BuildError> {
        let drive = || self.read(EquipmentRole::PumpDrive, "pump-drive", PumpDriveSpec::read);
        Ok(match self.architecture.set_points.plant_pumps {
            PlantPumpControl::Constant => PumpControl::Constant,
            PlantPumpControl::Variable => PumpControl::Variable(drive()?),
            PlantPumpControl::PrimarySecondary => PumpControl::PrimarySecondary(drive()?),
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
