//! A question without an answer is an error that names its search, in every component and plant that searches: never full
//! speed, an end of an interval or the last guess.

use crate::support::rack;
use rackjoule::component::error::ComponentError;
use rackjoule::component::liquid::condenser::{CondenserSpec, TankCondenser};
use rackjoule::component::liquid::liquid_to_air::{LiquidToAirSpec, LiquidToAirUnit};
use rackjoule::component::liquid::rear_door::{PassiveRearDoorSpec, RearDoorExchanger};
use rackjoule::component::plant::counterflow_tower::CounterflowTower;
use rackjoule::component::plant::dry_cooler::{DryCoolerSpec, VariableSpeedDryCooler};
use rackjoule::component::plant::fan_tower::{FanTower, TowerCorrelation};
use rackjoule::component::plant::fluid_cooler::{FluidCooler, FluidCoolerSpec};
use rackjoule::component::plant::indirect_evaporative::{
    IndirectEvaporativeCooler, IndirectEvaporativeDuty, IndirectEvaporativeSpec,
};
use rackjoule::component::plant::merkel_cell::{MerkelCell, MerkelCellSpec};
use rackjoule::component::plant::tower::{TowerDuty, TowerSpec};
use rackjoule::component::plant::tower_water::{EvaporationModel, TowerWaterSpec};
use rackjoule::physics::air::{AirFlow, MoistAir};
use rackjoule::plant::explicit::{
    DriftBasis, ExplicitCooler, ExplicitDryCooler, ExplicitPlant, ExplicitPump, ExplicitSetPoint, ExplicitTower,
    ExplicitTowerCell, SpecificHeatModel,
};
use rackjoule::plant::outdoor::OutdoorConditions;
use rackjoule::rack::RackError;
use rackjoule::rack::model::RackLoad;
use rackjoule::solve::convergence::NotConverged;
use rackjoule::units::{Power, Pressure, SpecificHeat, Temperature, ThermalConductance, VolumeFlow};

const NONE: Power = Power::new(f64::NAN);
const WATER: ThermalConductance = ThermalConductance::new(1.78e5);
const TOWER: TowerSpec = TowerSpec {
    design_wet_bulb_c: 25.6,
    design_approach_k: 3.9,
    design_range_k: 5.6,
    water_flow_m3_s: 0.04262,
    air_flow_m3_s: 27.6316,
    fan_power_w: 10500.0,
    fan_min: 0.2,
    free_convection: 0.1,
    exponent: 0.6,
    design_pressure_pa: 101_325.0,
};
const DRY: DryCoolerSpec = DryCoolerSpec {
    rated_w: 1e6,
    rated_water_c: 48.0,
    rated_air_c: 35.0,
    rated_water_w_k: 1.2e5,
    air_flow_m3_s: 100.0,
    rated_density_kg_m3: 1.146,
    fan_power_w: 20e3,
    fan_min: 0.2,
};

fn c(t: f64) -> Temperature {
    Temperature::from_celsius(t)
}

fn air(t: f64) -> MoistAir {
    MoistAir::from_relative_humidity(c(t), 0.5, Pressure::new(101_325.0)).unwrap()
}

fn duty(heat: Power) -> TowerDuty {
    TowerDuty { heat, capacity_rate: WATER, flow: VolumeFlow::new(0.0426), set_point: c(27.0) }
}

fn name<T>(found: Result<T, NotConverged>) -> &'static str {
    found.map_or_else(|error| error.what, |_| "an answer")
}

#[test]
fn dry_coolers_and_towers_without_a_heat_have_no_speed() {
    let here = air(15.0);
    let dry = VariableSpeedDryCooler::new(DRY).unwrap();
    assert_eq!(name(dry.operate(NONE, c(48.0), WATER, &here)), "the fan speed of a dry cooler");
    let counterflow = CounterflowTower::new(TOWER).unwrap().unwrap();
    let hour = counterflow.prepare_hour(WATER, &here, here.wet_bulb());
    let off = "the leaving water of a counterflow tower with the fan off";
    assert_eq!(name(hour.hold_set_point(NONE, c(27.0))), off);
    assert_eq!(name(hour.solve_leaving(NONE)), "the leaving water of a counterflow tower");
    let correlated = FanTower::new(TOWER, TowerCorrelation::CoolTools).unwrap().unwrap();
    assert_eq!(name(correlated.operate(&duty(NONE), here.wet_bulb())), "the range of a correlated tower");
    let cell = MerkelCell::new(MerkelCellSpec {
        high_ua_w_k: 60454.0,
        high_air_m3_s: 27.6316,
        high_fan_w: 10500.0,
        low_ua_w_k: 0.0,
        low_air_m3_s: 0.0,
        low_fan_w: 0.0,
        free_ua_w_k: 6045.4,
        free_air_m3_s: 2.76316,
    });
    assert_eq!(name(cell.operate(&duty(NONE), &here, here.wet_bulb())), "the leaving air of a tower by Merkel");
    let staged = FluidCooler::new(
        &FluidCoolerSpec {
            design_water_c: 48.0,
            high_capacity_w: 1e6,
            high_air_m3_s: 125.0,
            high_fan_w: 40e3,
            low_capacity_w: 0.0,
            low_air_m3_s: 0.0,
            low_fan_w: 0.0,
        },
        ThermalConductance::new(1.25e5),
        &air(35.0),
    );
    let found = staged.unwrap().operate(NONE, WATER, c(40.0), &here);
    assert_eq!(name(found), "the leaving water with the highest fan stage");
}

#[test]
fn coils_condensers_and_indirect_coolers_without_a_heat_have_no_flow() {
    let unit = LiquidToAirUnit(LiquidToAirSpec {
        rated_w: 7e4,
        air_flow_m3_s: 2.5,
        liquid_w_k: 5000.0,
        ua_w_k: 6000.0,
        air_loss_pa: 15.0,
        rated_density_kg_m3: 1.2,
        fan_efficiency: 0.3,
        fan_exponent: 2.8,
        flow_min: 0.2,
        liquid_loss_pa: 5e4,
    });
    let rate = ThermalConductance::new(4000.0);
    let full = unit.full_air_flow(1180.0, SpecificHeat::new(1006.0));
    let flow = unit.required_air_flow(NONE, c(40.0), rate, c(25.0), &full);
    assert_eq!(name(flow), "the air of a liquid-to-air unit");
    let door = RearDoorExchanger::from(PassiveRearDoorSpec {
        air_flow_m3_s: 2.5,
        liquid_w_k: 5000.0,
        ua_w_k: 6000.0,
        air_loss_pa: 15.0,
        rated_density_kg_m3: 1.2,
        liquid_loss_pa: 5e4,
        pump_efficiency: 0.45,
    });
    let exhaust = AirFlow::from_volumetric_heat(VolumeFlow::new(2.5), 1160.0, SpecificHeat::new(1006.0));
    let found = door.operate(c(40.0), &exhaust, c(18.0), c(f64::NAN));
    assert_eq!(name(found), "the valve of a rear door");
    let condenser =
        TankCondenser(CondenserSpec { ua_w_k: 9000.0, water_w_k: 8000.0, water_loss_pa: 5e4, pump_efficiency: 0.45 });
    assert_eq!(name(condenser.required_capacity_rate(NONE, c(49.0), c(30.0))), "the water of a tank's condenser");
    let indirect = IndirectEvaporativeCooler::new(IndirectEvaporativeSpec {
        hall_kg_s: 20.0,
        scavenger_kg_s: 20.0,
        dry_effectiveness: 0.65,
        wet_effectiveness: 0.75,
        rated_return_c: 36.0,
        rated_wet_bulb_c: 20.0,
        fan_power_w: 8e3,
        fan_min: 0.2,
        rated_density_kg_m3: 1.146,
        cycles: 3.0,
        frost_c: 2.0,
    });
    let nowhere = IndirectEvaporativeDuty { entering: c(36.0), set_point: c(f64::NAN), capacity_rate: rate };
    let here = air(10.0);
    let found = indirect.unwrap().operate(&nowhere, &here, here.wet_bulb());
    assert_eq!(name(found), "the scavenger fan speed of an indirect evaporative cooler");
}

/// A loop whose specific heat is no number settles at no temperature: the tower's and the dry cooler's passes say so or
/// hand on what failed within.
#[test]
fn plants_that_settle_nowhere_are_errors() {
    let tower = ExplicitTower {
        cell: ExplicitTowerCell::Counterflow(CounterflowTower::new(TOWER).unwrap().unwrap()),
        cells: 1,
        cell_flow_min: 0.33,
        water_flow_m3_s: 0.04262,
        air_flow_m3_s: 27.6316,
        treatment: TowerWaterSpec { cycles: 4.0, drift: 0.0 },
        drift_basis: DriftBasis::PassingWater,
        evaporation: EvaporationModel::DryAir,
    };
    let dry = ExplicitDryCooler::Fan(VariableSpeedDryCooler::new(DRY).unwrap());
    for cooler in [ExplicitCooler::Tower(tower), ExplicitCooler::Dry(dry)] {
        let plant = |cp: f64| ExplicitPlant {
            supply: ExplicitSetPoint::Fixed(27.0),
            pump: ExplicitPump { flow_m3_s: 0.042, kg_s: 42.0, power_w: 5e3, motor_efficiency: 0.9, variable: None },
            cp: SpecificHeatModel::Constant(cp),
            cooler,
        };
        let outdoor = OutdoorConditions::new(air(15.0));
        let solve = |cp: f64| plant(cp).solve_hour(8e5, &outdoor);
        assert!((solve(4180.0).unwrap().supply_c - 27.0).abs() < 1.0);
        let error = solve(f64::NAN).unwrap_err();
        assert!(matches!(error, ComponentError::NotConverged(_)), "{error}");
    }
}

#[test]
fn a_rack_that_no_coolant_passes_is_refused() {
    let mut rack = rack("hgx-b200-air", "air", "");
    for tray in &mut rack.trays {
        tray.fans = None;
    }
    let error = rack.solve_steady_state(c(25.0), RackLoad::FULL).unwrap_err();
    assert!(matches!(error, RackError::NoCoolant), "{error}");
    assert!(error.to_string().contains("give its trays fans"), "{error}");
}
