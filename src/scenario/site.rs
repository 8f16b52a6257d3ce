//! `[site]`: where it stands, its weather, and what electricity costs and emits there.

use crate::catalog::climate::{Climate, WeatherForm};
use crate::catalog::{Catalog, RecordKind};
use crate::units::clock::{DaylightSaving, UtcOffset};
use crate::units::parse::Dimension;
use crate::units::{CarbonIntensity, EnergyPrice};

use super::district::{self, DistrictHeat};
use super::findings::ScenarioFindings;
use super::reader::{AllowedRange, TableReader};
use super::tree::TreeNode;
use super::utility::{self, UtilitySettings};
use super::values::read_catalog_id;

/// A checked `[site]`.
#[derive(Clone, Debug)]
pub struct SiteSettings {
    /// Climate id; empty where a weather file is given alone.
    pub climate: String,
    /// Weather file, as written: relative to the working folder.
    pub weather: Option<String>,
    /// Added to every dry-bulb and dew point, K: a warmer climate.
    pub offset_k: f64,
    /// Form of the weather.
    pub form: WeatherForm,
    /// Length of the steps that an hour of hourly weather is run in, if not the hour: 1 to 60 min, a divisor of 60.
    pub step_min: Option<u32>,
    /// Whether the relative humidity of a weather file counts where it gives a dew point too.
    pub relative_humidity: bool,
    /// Local standard time, if not the weather's.
    pub time_zone: Option<UtcOffset>,
    /// The clock that a weather file's hours are counted by, if not the one that it states.
    pub weather_clock: Option<UtcOffset>,
    /// When local clocks are an hour ahead of standard time; they never are without it.
    pub daylight_saving: Option<DaylightSaving>,
    /// Price of electricity, if not the catalog's.
    pub price: Option<EnergyPrice>,
    /// Carbon intensity of the grid, if not the catalog's.
    pub carbon: Option<CarbonIntensity>,
    /// A heat network beside the site.
    pub district_heat: Option<DistrictHeat>,
    /// What the meters cost and carry beside that, and loads beside racks and plant.
    pub utility: UtilitySettings,
}

impl SiteSettings {
    pub(super) fn to_json(&self) -> serde_json::Value {
        let mut site = serde_json::json!({
            "climate": self.weather.is_none().then_some(&self.climate),
            "weather": self.weather,
            "offset_k": (self.offset_k != 0.0).then_some(self.offset_k),
            "step_s": self.step_min.map(|minutes| 60 * minutes),
            "humidity": self.relative_humidity.then_some("relative-humidity"),
            "time_zone": self.time_zone.map(|z| z.to_string()),
            "weather_clock": self.weather_clock.map(|z| z.to_string()),
            "daylight_saving": self.daylight_saving.map(|d| d.to_string()),
            "electricity_price_usd_per_kwh": self.price.map(EnergyPrice::usd_kwh),
            "grid_carbon_g_per_kwh": self.carbon.map(CarbonIntensity::g_kwh),
        });
        if let Some(district) = self.district_heat {
            site["district_heat"] = district.to_json();
        }
        self.utility.add_json(&mut site);
        site
    }
}

/// Reads the table; `needed` says whether price and carbon are needed.
pub(super) fn read_site(
    node: &TreeNode,
    needed: bool,
    catalog: &Catalog,
    issues: &mut ScenarioFindings,
) -> Option<SiteSettings> {
    let mut r = TableReader::new(node, "site", issues);
    let climate = read_catalog_id(&mut r, "climate", RecordKind::Climate, catalog);
    let weather = r.read_text("weather").map(|(text, _)| text.to_owned());
    if climate.is_none() && r.key_node("climate").is_none() && r.key_node("weather").is_none() {
        let help = "name a built-in climate (`rackjoule catalog list climate`), or give weather = \"file.epw\"";
        r.report_missing("climate", help);
    }
    let offset = AllowedRange { dimension: Dimension::TempDelta, min: -20.0, max: 20.0 };
    let offset_k = r.read_quantity("offset", offset).unwrap_or(0.0);
    let form = match r.read_choice("weather_form", &["auto", "hourly", "bins"]) {
        Some("hourly") => WeatherForm::Hourly,
        Some("bins") => WeatherForm::Bins,
        _ => WeatherForm::Auto,
    };
    let step_min = read_step(&mut r);
    let relative_humidity = r.read_choice("humidity", &["dew-point", "relative-humidity"]) == Some("relative-humidity");
    let (time_zone, weather_clock) = (read_utc_offset(&mut r, "time_zone"), read_utc_offset(&mut r, "weather_clock"));
    let daylight_saving = read_daylight_saving(&mut r);
    let ElectricityFigures { price, carbon, utility } = read_prices(&mut r);
    let priced = price.is_some() || utility.tariff.is_some();
    let rated = carbon.is_some() || utility.carbon_profile.is_some();
    if let (Some(_), Some(node)) = (&weather, r.key_node("weather"))
        && climate.is_none()
        && needed
        && !(priced && rated)
    {
        let message = "a weather file tells neither price nor carbon of electricity".to_owned();
        let help = "give site.electricity_price and site.grid_carbon, or a climate whose they are";
        r.report_problem(message, &node.origin, "this file", Some(help.to_owned()));
    }
    if let Some(found) = climate.as_deref().and_then(|id| catalog.climate(id)) {
        let grid_needed = needed && !(priced && rated);
        check_climate(&mut r, node, found, form, grid_needed && catalog.grid_data(&found.id).is_none());
    }
    let district = r.table_node("district_heat");
    r.finish();
    let district_heat = match district {
        Some(node) => Some(district::read_district_heat(node, issues)?),
        None => None,
    };
    Some(SiteSettings {
        climate: if weather.is_some() { climate.unwrap_or_default() } else { climate? },
        weather,
        offset_k,
        form,
        step_min,
        relative_humidity,
        time_zone,
        weather_clock,
        daylight_saving,
        price: price.map(EnergyPrice::new),
        carbon: carbon.map(CarbonIntensity::new),
        district_heat,
        utility,
    })
}

/// Steps of an hour: whole minutes that an hour is a multiple of.
fn read_step(r: &mut TableReader<'_, '_>) -> Option<u32> {
    let seconds = r.read_quantity("step", AllowedRange { dimension: Dimension::Duration, min: 60.0, max: 3600.0 })?;
    let node = r.key_node("step")?;
    let step = (1..=60_u32).find(|minutes| 60 % minutes == 0 && (seconds - 60.0 * f64::from(*minutes)).abs() < 1e-6);
    if step.is_none() {
        let message = format!("`site.step` must be whole minutes that an hour is a multiple of, found {seconds} s");
        let help = "use \"5 min\", \"15 min\" or another of 1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60 min".to_owned();
        r.report_problem(message, &node.origin, "this step", Some(help));
    }
    step
}

fn read_utc_offset(r: &mut TableReader<'_, '_>, key: &'static str) -> Option<UtcOffset> {
    let (text, origin) = r.read_text(key)?;
    let offset = text.parse().ok();
    if offset.is_none() {
        let message = format!("`site.{key}`: `{text}` is no offset from UTC");
        let help = "write it like \"UTC-7\", \"UTC+5:30\" or \"UTC\", between UTC-12 and UTC+14; of standard time";
        r.report_problem(message, origin, "not known", Some(help.to_owned()));
    }
    offset
}

fn read_daylight_saving(r: &mut TableReader<'_, '_>) -> Option<DaylightSaving> {
    let (text, origin) = r.read_text("daylight_saving")?;
    let days = text.parse().ok();
    if days.is_none() && text != "none" {
        let message = format!("`site.daylight_saving`: `{text}` is no pair of days");
        let help = "write the month and day of both changes like \"03-11 to 11-04\" (south of the equator \"10-04 to 04-04\"), \
                    or \"none\"";
        r.report_problem(message, origin, "not known", Some(help.to_owned()));
    }
    days
}

/// Electricity of the site: flat figures or files with one for every hour.
struct ElectricityFigures {
    price: Option<f64>,
    carbon: Option<f64>,
    utility: UtilitySettings,
}

fn read_prices(r: &mut TableReader<'_, '_>) -> ElectricityFigures {
    let price =
        r.read_quantity("electricity_price", AllowedRange { dimension: Dimension::EnergyPrice, min: 0.0, max: 5.0 });
    let carbon =
        r.read_quantity("grid_carbon", AllowedRange { dimension: Dimension::CarbonIntensity, min: 0.0, max: 2000.0 });
    let mut utility = UtilitySettings::read_keys(r);
    let (flat, file) = utility::choose_flat_or_file(r, "electricity_price", "electricity_tariff");
    let price = price.filter(|_| flat);
    utility.tariff = utility.tariff.filter(|_| file);
    let (flat, file) = utility::choose_flat_or_file(r, "grid_carbon", "grid_carbon_profile");
    let carbon = carbon.filter(|_| flat);
    utility.carbon_profile = utility.carbon_profile.filter(|_| file);
    if let Some(node) = r.key_node("grid_carbon_basis")
        && r.key_node("grid_carbon").is_none()
        && r.key_node("grid_carbon_profile").is_none()
    {
        let message = "`site.grid_carbon_basis` tells of figures that the scenario does not give".to_owned();
        let help = "give site.grid_carbon or site.grid_carbon_profile, or leave it out: the catalog's have their own";
        r.report_problem(message, &node.origin, "without figures", Some(help.to_owned()));
    }
    ElectricityFigures { price, carbon, utility }
}

/// Whether a climate has the wanted form of weather, and what the catalog lacks of it.
fn check_climate(
    r: &mut TableReader<'_, '_>,
    node: &TreeNode,
    climate: &Climate,
    form: WeatherForm,
    lacks_grid_data: bool,
) {
    let origin = r.key_node("climate").map_or_else(|| node.origin.clone(), |n| n.origin.clone());
    if climate.resolve_weather_form(form).is_none() {
        let message = format!("climate `{}` has no such weather_form", climate.id);
        r.report_problem(message, &origin, "this climate", Some("use weather_form = \"auto\"".to_owned()));
    }
    if lacks_grid_data {
        let message = format!("the catalog has no price and carbon for `{}`", climate.id);
        let help = "give site.electricity_price and site.grid_carbon";
        r.report_problem(message, &origin, "this climate", Some(help.to_owned()));
    }
}
