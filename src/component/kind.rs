//! What a kind of equipment is: its name in data files, its parameters, its law and what that law decides.

use super::end_use::EndUse;
use super::params::{Param, ParamError};

/// A kind of equipment: what the catalog's `kind` key may name.
#[derive(Clone, Copy, Debug)]
pub struct EquipmentKind {
    /// Name in data files, kebab-case.
    pub name: &'static str,
    /// One line for the user.
    pub summary: &'static str,
    /// Its law; `--explain` and the documentation print this text and have none of their own.
    pub law: ComponentLaw,
    /// Declared parameters.
    pub params: &'static [Param],
    /// Reads and checks a record's parameters.
    pub check: fn(&toml::Table) -> Result<(), Vec<ParamError>>,
}

/// The law of a component in brief; the component's own file has it in full, with its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComponentLaw {
    /// The equation in symbols: heat `Q`, power `P`, flow `V`, speed `n` and load `x` as shares of full.
    pub symbols: &'static str,
    /// The equation in words, or what the law rests on.
    pub words: &'static str,
    /// The results that it takes part in; `--explain` shows the law below each of them.
    pub results: &'static [LawResult],
}

/// A result that the law of a component takes part in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LawResult {
    /// Electricity of the facility, by the end use that it is booked under.
    Power(EndUse),
    /// Power of the pumps that move the coolant of one rack.
    CoolantPumpPower,
    /// Loss of the power supplies of one rack.
    SupplyLoss,
    /// Loss of the busbar of one rack.
    BusbarLoss,
    /// Temperatures of chips and of the coolant that leaves them.
    PartTemperature,
    /// Temperature of the coolant that reaches the parts.
    CoolantSupply,
    /// Water drawn on site.
    SiteWater,
    /// Water consumed where the electricity is generated.
    GenerationWater,
    /// Price of the equipment.
    CapitalCost,
    /// Cost over the years of operation.
    LifeCycleCost,
    /// Price of water.
    WaterPrice,
    /// The course of an event in seconds and minutes.
    Transient,
    /// Hours in which outdoor air suits the IT equipment.
    OutdoorAirLimits,
}
