//! The power chain from the utility meter to the racks.
//!
//! Meter → transformer → UPS (or rectifier to a direct-current bus, or nothing) → busways → racks. Behind the UPS hangs also
//! what must not stop with the grid: coolant pumps and air handlers. The rest of the plant, lighting and other fixed loads hang on
//! the transformer. Losses of busways and UPS, and lighting, heat the hall; transformers and fixed loads the outdoor air.
//!
//! Every stage shares its load evenly among the units installed, spare ones too: `x = P_out/(n P_r)` and
//! `P_loss = n P_r (a₀ + a₁ x + a₂ x²)`. With two full paths (2N) each runs at half the load; all the same one path must be
//! able to carry it, so a stage is overloaded when its output is more than the units without the spare ones are rated for.

use crate::component::power::conversion::PowerConverterSpec;
use crate::physics::range::OutOfRange;
use crate::scenario::Redundancy;
use crate::units::count::MachineCount;

/// What an overloaded stage reports: the quantity of its [`OutOfRange`].
pub const OVERLOADED_STAGE: &str = "load without its spare units";

/// Where the loss of a stage goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LossDestination {
    /// To the hall's air, and with it to the plant.
    Hall,
    /// To the outdoor air.
    Outdoors,
}

impl LossDestination {
    /// Name for people and in results.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hall => "hall",
            Self::Outdoors => "outdoors",
        }
    }
}

/// Converters of one kind that share a load.
#[derive(Clone, Copy, Debug)]
pub struct ConversionStage {
    /// What it is, for messages and results.
    pub name: &'static str,
    /// One unit.
    pub spec: PowerConverterSpec,
    /// Units that share the load.
    pub installed: u32,
    /// Units that must be able to carry it, the spare ones gone.
    pub required: u32,
    /// Units of the record's size that the load asks for before they are rounded up, spare ones left out.
    pub needed: f64,
    /// Where its loss goes.
    pub loss_destination: LossDestination,
    /// Most that the units without the spare ones carry, W.
    max_output_w: f64,
    /// The law of all units: `fixed_w + P_out (a1 + per_w P_out)`.
    fixed_w: f64,
    per_w: f64,
}

impl ConversionStage {
    /// Units of a kind, and those of them that must be able to carry the load.
    pub fn new(
        name: &'static str,
        spec: PowerConverterSpec,
        installed: u32,
        carrying: u32,
        place: LossDestination,
    ) -> Self {
        let all_w = f64::from(installed) * spec.rated_w;
        Self {
            name,
            spec,
            installed,
            required: carrying,
            needed: f64::from(carrying),
            loss_destination: place,
            max_output_w: f64::from(carrying) * spec.rated_w,
            fixed_w: all_w * spec.a0,
            per_w: spec.a2 / all_w,
        }
    }

    /// Output over what all units are rated for.
    pub fn load_ratio(&self, output_w: f64) -> f64 {
        output_w / (f64::from(self.installed) * self.spec.rated_w)
    }

    /// The same stage with other numbers of units.
    #[must_use]
    pub fn with_units(&self, installed: u32, carrying: u32) -> Self {
        Self { needed: self.needed, ..Self::new(self.name, self.spec, installed, carrying, self.loss_destination) }
    }

    /// Loss for an output.
    ///
    /// # Errors
    /// An overload of the units without the spare ones; it names the stage.
    pub fn loss_w(&self, output_w: f64) -> Result<f64, OutOfRange> {
        if (0.0..=self.max_output_w).contains(&output_w) {
            return Ok(self.fixed_w + output_w * (self.spec.a1 + self.per_w * output_w));
        }
        let (quantity, unit) = (OVERLOADED_STAGE, "of rating");
        Err(OutOfRange { model: self.name, quantity, value: output_w / self.max_output_w, unit, min: 0.0, max: 1.0 })
    }
}

/// What the stages of a chain are made of.
#[derive(Clone, Copy, Debug)]
pub struct PowerChainUnits {
    /// One transformer.
    pub transformer: PowerConverterSpec,
    /// One UPS module or rectifier, and its name; none without a UPS.
    pub backup: Option<(&'static str, PowerConverterSpec)>,
    /// One busway.
    pub busway: PowerConverterSpec,
    /// Highest load at full power.
    pub load_max: f64,
}

/// What a chain must carry beside racks and plant.
#[derive(Clone, Copy, Debug, Default)]
pub struct BuildingLoad {
    /// Lighting of the hall, W.
    pub lighting_w: f64,
    /// Loads outside the hall, W.
    pub fixed_w: f64,
}

/// The power chain of a site.
#[derive(Clone, Copy, Debug)]
pub struct PowerChain {
    /// Transformers.
    pub transformer: ConversionStage,
    /// UPS modules, or rectifiers to a direct-current bus; none without a UPS.
    pub backup: Option<ConversionStage>,
    /// Busways.
    pub busway: ConversionStage,
    /// Loads beside racks and plant.
    pub building: BuildingLoad,
}

/// Racks and what is backed up beside them, seen from the UPS.
#[derive(Clone, Copy, Debug, Default)]
pub struct BackedUpLoad {
    /// Loss of busways, W.
    pub busway_loss_w: f64,
    /// Output of the UPS, or what it would be of one, W.
    pub output_w: f64,
    /// Loss of the UPS, W.
    pub backup_loss_w: f64,
}

impl BackedUpLoad {
    /// Electricity into the UPS, W.
    pub fn input_w(&self) -> f64 {
        self.output_w + self.backup_loss_w
    }
}

/// The chain in an hour; powers in W.
#[derive(Clone, Copy, Debug, Default)]
pub struct PowerChainHour {
    /// From UPS to racks.
    pub backed_up: BackedUpLoad,
    /// Output of the transformers.
    pub output_w: f64,
    /// Loss of the transformers.
    pub transformer_loss_w: f64,
    /// Loads beside racks and plant.
    pub building: BuildingLoad,
}

impl PowerChainHour {
    /// Losses of all stages.
    pub fn loss_w(&self) -> f64 {
        self.backed_up.busway_loss_w + self.backed_up.backup_loss_w + self.transformer_loss_w
    }
    /// Electricity at the meter.
    pub fn facility_w(&self) -> f64 {
        self.output_w + self.transformer_loss_w
    }
    /// Heat into the outdoor air that passes no plant.
    pub fn outdoor_heat_w(&self) -> f64 {
        self.transformer_loss_w + self.building.fixed_w
    }
}

impl PowerChain {
    /// A chain for racks at full power. The UPS is sized for a tenth more (pumps and air handlers), the transformers for half
    /// more (the plant) and the building. Where less than one unit of the record's size would do, the units are as small as
    /// the load asks for.
    pub fn size_for_racks(
        units: &PowerChainUnits,
        racks_w: f64,
        redundancy: Redundancy,
        building: BuildingLoad,
    ) -> Self {
        let stage = |name, spec: PowerConverterSpec, output_w: f64, installed: fn(Redundancy, u32) -> u32, place| {
            let needed = output_w / (spec.rated_w * units.load_max);
            let carrying = MachineCount::for_duty(needed);
            let spec = PowerConverterSpec { rated_w: spec.rated_w * carrying.size, ..spec };
            let stage = ConversionStage::new(name, spec, installed(redundancy, carrying.count), carrying.count, place);
            ConversionStage { needed, ..stage }
        };
        let grid_w = 1.5 * racks_w + building.lighting_w + building.fixed_w;
        let (all, paths) = (Redundancy::installed_units, Redundancy::installed_paths);
        Self {
            transformer: stage("transformer", units.transformer, grid_w, all, LossDestination::Outdoors),
            backup: units.backup.map(|(name, spec)| stage(name, spec, 1.1 * racks_w, all, LossDestination::Hall)),
            busway: stage("busway", units.busway, racks_w, paths, LossDestination::Hall),
            building,
        }
    }

    /// The stages from the meter inwards.
    pub fn stages(&self) -> impl Iterator<Item = &ConversionStage> {
        std::iter::once(&self.transformer).chain(&self.backup).chain([&self.busway])
    }

    /// Racks, and backed-up pumps and fans beside them.
    ///
    /// # Errors
    /// An overload.
    pub fn backed_up_load(&self, racks_w: f64, beside_w: f64) -> Result<BackedUpLoad, OutOfRange> {
        let busway_w = self.busway.loss_w(racks_w)?;
        let output_w = racks_w + busway_w + beside_w;
        let backup_loss_w = self.backup.as_ref().map_or(Ok(0.0), |stage| stage.loss_w(output_w))?;
        Ok(BackedUpLoad { busway_loss_w: busway_w, output_w, backup_loss_w })
    }

    /// Heat of chain and lighting into the hall's air, W.
    pub fn hall_heat_w(&self, fed: &BackedUpLoad) -> f64 {
        fed.busway_loss_w + fed.backup_loss_w + self.building.lighting_w
    }

    /// The whole chain with the plant's power.
    ///
    /// # Errors
    /// An overload.
    pub fn hour_with_plant(&self, fed: BackedUpLoad, plant_w: f64) -> Result<PowerChainHour, OutOfRange> {
        let output_w = fed.input_w() + plant_w + self.building.lighting_w + self.building.fixed_w;
        let transformer_w = self.transformer.loss_w(output_w)?;
        Ok(PowerChainHour { backed_up: fed, output_w, transformer_loss_w: transformer_w, building: self.building })
    }
}

#[cfg(test)]
mod tests {
    use crate::component::power::conversion;
    use crate::units::Power;

    use super::*;

    const UPS: PowerConverterSpec = PowerConverterSpec { rated_w: 1e6, a0: 0.006, a1: 0.012, a2: 0.013 };
    const UNITS: PowerChainUnits = PowerChainUnits {
        transformer: PowerConverterSpec { rated_w: 2.5e6, a0: 0.003, a1: 0.0, a2: 0.009 },
        backup: Some(("UPS", UPS)),
        busway: PowerConverterSpec { rated_w: 1e6, a0: 0.0, a1: 0.0, a2: 0.01 },
        load_max: 0.8,
    };

    fn chain(racks_w: f64, redundancy: Redundancy) -> PowerChain {
        PowerChain::size_for_racks(&UNITS, racks_w, redundancy, BuildingLoad { lighting_w: 5e3, fixed_w: 20e3 })
    }

    #[test]
    fn stage_losses_by_hand() {
        let chain = chain(2e6, Redundancy::Spare);
        // 2.2 MW at 80 % of 1 MW: three modules needed, four installed. 2.1 MW out: x = 0.525.
        let backup = chain.backup.unwrap();
        assert_eq!((backup.required, backup.installed), (3, 4));
        let fed = chain.backed_up_load(2e6, 0.1e6 - 13_333.333).unwrap();
        // Three busways at two thirds: 3 MW × 0.01 × 0.4444 = 13.33 kW.
        assert!((fed.busway_loss_w - 13_333.333).abs() < 1e-2);
        let x: f64 = 0.525;
        assert!((fed.backup_loss_w - 4e6 * (0.006 + 0.012 * x + 0.013 * x * x)).abs() < 0.01);
        let hour = chain.hour_with_plant(fed, 0.4e6).unwrap();
        let y = hour.output_w / 7.5e6;
        assert_eq!(chain.transformer.installed, 3);
        assert!((hour.transformer_loss_w - 7.5e6 * (0.003 + 0.009 * y * y)).abs() < 1e-6);
        assert!(
            (hour.facility_w() - (2.1e6 + fed.backup_loss_w + 0.4e6 + 25e3 + hour.transformer_loss_w)).abs() < 1e-2
        );
    }

    /// 10 kW of racks: two UPS modules of 13.75 kW instead of 1 MW, so that N+1 loses 2 · 13.75 kW · 0.006 without load.
    #[test]
    fn a_small_hall_has_small_units() {
        let small = chain(10e3, Redundancy::Spare);
        let backup = small.backup.unwrap();
        assert_eq!((backup.required, backup.installed), (1, 2));
        assert!((backup.spec.rated_w - 13.75e3).abs() < 1e-6);
        assert!((backup.loss_w(0.0).unwrap() - 165.0).abs() < 1e-9);
        assert_eq!(chain(10e6, Redundancy::Spare).backup.unwrap().spec.rated_w, 1e6);
    }

    #[test]
    fn a_stage_follows_the_law_of_its_units() {
        let stage = ConversionStage::new("UPS", UPS, 4, 3, LossDestination::Hall);
        for output_w in [0.0, 1e5, 1.7e6, 3e6] {
            let law = conversion::conversion_loss(&UPS, 4.0, Power::new(output_w)).unwrap().watts();
            assert!((stage.loss_w(output_w).unwrap() - law).abs() < 1e-9 * law);
        }
        assert!(stage.loss_w(f64::NAN).is_err() && stage.loss_w(-1.0).is_err());
    }

    #[test]
    fn two_full_paths_run_at_half_the_load() {
        let (single, double) = (chain(2e6, Redundancy::None), chain(2e6, Redundancy::Double));
        for (one, two) in single.stages().zip(double.stages()) {
            assert_eq!(two.installed, 2 * one.installed, "{}", one.name);
            assert!((two.load_ratio(1e6) / one.load_ratio(1e6) - 0.5).abs() < 1e-12);
        }
        // A loss without a fixed part halves; one with a fixed part may grow.
        let loss = |c: &PowerChain| c.busway.loss_w(2e6).unwrap();
        assert!((loss(&double) / loss(&single) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn without_a_ups_the_racks_hang_on_the_transformers() {
        let units = PowerChainUnits { backup: None, ..UNITS };
        let chain = PowerChain::size_for_racks(&units, 2e6, Redundancy::None, BuildingLoad::default());
        assert_eq!(chain.stages().map(|s| s.name).collect::<Vec<_>>(), ["transformer", "busway"]);
        let fed = chain.backed_up_load(2e6, 0.1e6).unwrap();
        assert_eq!((fed.backup_loss_w, fed.input_w()), (0.0, fed.output_w));
        assert!((fed.output_w - 2.1e6 - fed.busway_loss_w).abs() < 1e-6);
        assert_eq!(chain.hall_heat_w(&fed), fed.busway_loss_w);
    }

    #[test]
    fn an_overload_names_its_stage() {
        let chain = chain(2e6, Redundancy::Double);
        let error = chain.backed_up_load(3.2e6, 0.0).unwrap_err().to_string();
        assert!(error.starts_with("busway: load without its spare units 1.0667"), "{error}");
        let fed = chain.backed_up_load(2.9e6, 0.2e6).unwrap_err().to_string();
        assert!(fed.starts_with("UPS"), "{fed}");
        let fed = chain.backed_up_load(2e6, 0.0).unwrap();
        assert!(chain.hour_with_plant(fed, 4e6).unwrap_err().to_string().starts_with("transformer"));
    }

    #[test]
    fn what_goes_in_comes_out_as_load_or_heat() {
        for redundancy in [Redundancy::None, Redundancy::Spare, Redundancy::Double] {
            let chain = chain(3e6, redundancy);
            let fed = chain.backed_up_load(2.5e6, 0.1e6).unwrap();
            let hour = chain.hour_with_plant(fed, 0.3e6).unwrap();
            let heat_w = chain.hall_heat_w(&fed) + hour.outdoor_heat_w();
            assert!((hour.facility_w() - (2.5e6 + 0.1e6 + 0.3e6 + heat_w)).abs() < 1e-6);
        }
    }
}
