//! `it.profile`: a CSV file with a row for every hour.

use crate::catalog::Catalog;
use crate::plant::explicit::ServerProfileHour;
use crate::scenario::explicit_plant::{ExplicitPlantInput, InletInput, VariablePumpInput, ZoneInput};

use super::error::ExplicitPlantError;

/// What the hours of a profile ask for.
#[derive(Clone, Debug, Default)]
pub(super) struct LoadProfile {
    /// Rows of the file.
    pub rows: usize,
    /// Servers of every hour.
    pub servers: Vec<ServerProfileHour>,
    /// Shares of the load and of the design flow of the loop; empty where the file has none.
    load: Vec<f64>,
    flow: Vec<f64>,
}

/// A column: its name, and the least and most that it may hold.
type ProfileColumn = (&'static str, f64, f64);

const INLET: ProfileColumn = ("inlet_c", -40.0, 80.0);
const CPU_LOAD: ProfileColumn = ("cpu_load", 0.0, 1.5);
const SUPPLY: ProfileColumn = ("supply_c", -40.0, 80.0);
const ZONE: ProfileColumn = ("zone_c", -40.0, 80.0);
const LOAD_SHARE: ProfileColumn = ("load_share", 0.0, 1.0);
const FLOW_SHARE: ProfileColumn = ("flow_share", 0.0, 1.0);
/// Where the profiles of the built-in examples stand.
const BUILT_IN: &str = "validation/energyplus";

impl LoadProfile {
    /// Share of the load in an hour from 0.
    pub fn load_share(&self, hour: usize) -> f64 {
        self.load.get(hour).copied().unwrap_or(1.0)
    }

    /// Share of the design flow: that of the load where the file gives no other, so that the range stays.
    pub fn flow_share(&self, hour: usize) -> f64 {
        self.flow.get(hour).copied().unwrap_or_else(|| self.load_share(hour))
    }
}

/// What a scenario takes from its profile: the air of its servers, and the flow of a pump that follows it.
struct TakenColumns {
    inlet: Option<InletInput>,
    pump: Option<VariablePumpInput>,
}

impl TakenColumns {
    fn of_scenario(bare: &ExplicitPlantInput) -> Self {
        Self { inlet: bare.servers.as_ref().map(|s| s.inlet), pump: bare.plant.as_ref().and_then(|p| p.pump.variable) }
    }

    const fn drives_servers(&self) -> bool {
        self.inlet.is_some()
    }

    const fn has_inlet(&self) -> bool {
        matches!(self.inlet, Some(InletInput::Profile))
    }

    const fn has_supply(&self) -> bool {
        matches!(self.inlet, Some(InletInput::AdjustedSupply { supply_c: None, .. }))
    }

    const fn has_zone(&self) -> bool {
        matches!(self.inlet, Some(InletInput::AdjustedSupply { zone: ZoneInput::Profile, .. }))
    }

    /// Whether no water flows at a flow share of zero.
    fn stands_at_zero(&self) -> bool {
        self.pump.is_none_or(|pump| pump.flow_min <= 0.0)
    }
}

/// The file as text; a name without a folder that is no file may be a built-in profile.
fn read_text(file: &str, catalog: &Catalog) -> Result<String, ExplicitPlantError> {
    std::fs::read_to_string(file).or_else(|error| {
        let built_in =
            if file.contains(['/', '\\']) { None } else { catalog.read_text(&format!("{BUILT_IN}/{file}")).ok() };
        built_in.ok_or_else(|| ExplicitPlantError::wrong_profile(file, None, error.to_string()))
    })
}

/// The profile that a scenario names.
///
/// # Errors
/// What is wrong with the file, at its line.
pub(super) fn read_profile(
    file: &str,
    bare: &ExplicitPlantInput,
    catalog: &Catalog,
) -> Result<LoadProfile, ExplicitPlantError> {
    let taken = TakenColumns::of_scenario(bare);
    let wrong = |line: Option<u64>, problem: String| ExplicitPlantError::wrong_profile(file, line, problem);
    let text = read_text(file, catalog)?;
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).trim(csv::Trim::All).from_reader(text.as_bytes());
    let head = reader.headers().map_err(|e| wrong(Some(1), e.to_string()))?.clone();
    let place = |column: ProfileColumn| head.iter().position(|h| h == column.0).map(|at| (column, at));
    let wanted = |column: ProfileColumn, wanted: bool| match place(column) {
        None if wanted => Err(wrong(Some(1), format!("there is no column `{}`", column.0))),
        found => Ok(found.filter(|_| wanted)),
    };
    let inlet = wanted(INLET, taken.has_inlet())?;
    let cpu_load = wanted(CPU_LOAD, taken.drives_servers())?;
    let (supply, zone) = (wanted(SUPPLY, taken.has_supply())?, wanted(ZONE, taken.has_zone())?);
    let load = if taken.drives_servers() { place(LOAD_SHARE) } else { wanted(LOAD_SHARE, true)? };
    let flow = place(FLOW_SHARE);
    if flow.is_some() && taken.pump.is_none() {
        let problem =
            "`flow_share` has no part: the pump of the loop is at constant speed; give control = \"variable\"";
        return Err(wrong(Some(1), problem.to_owned()));
    }
    if taken.pump.is_some() && flow.is_none() && taken.drives_servers() {
        let problem = "there is no column `flow_share`, which a pump of variable speed follows under servers";
        return Err(wrong(Some(1), problem.to_owned()));
    }
    let mut out = LoadProfile::default();
    for record in reader.records() {
        let record = record.map_err(|e| wrong(e.position().map(csv::Position::line), e.to_string()))?;
        let line = record.position().map(csv::Position::line);
        let number = |column: Option<(ProfileColumn, usize)>| {
            let Some(((name, min, max), at)) = column else { return Ok(None) };
            let text = record.get(at).unwrap_or("");
            let value = text.parse::<f64>().ok().filter(|v| (min..=max).contains(v));
            value.map(Some).ok_or_else(|| wrong(line, format!("{name} must be {min} to {max}, found `{text}`")))
        };
        out.rows += 1;
        let inlet_c = number(inlet)?.unwrap_or(f64::NAN);
        if let Some(cpu_load) = number(cpu_load)? {
            let (supply_c, zone_c) = (number(supply)?.unwrap_or(f64::NAN), number(zone)?.unwrap_or(f64::NAN));
            out.servers.push(ServerProfileHour { cpu_load, inlet_c, supply_c, zone_c });
        }
        let (load_share, flow_share) = (number(load)?, number(flow)?);
        if flow_share == Some(0.0) && taken.stands_at_zero() && (taken.drives_servers() || load_share != Some(0.0)) {
            return Err(wrong(line, "flow_share is 0 under a load: no flow carries it".to_owned()));
        }
        out.load.extend(load_share);
        out.flow.extend(flow_share);
    }
    Ok(out)
}
