//! Scenarios to start from: the built-in one and the examples.

/// A scenario to start from.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// Its name.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

macro_rules! templates {
    ($($name:literal),* $(,)?) => {
        /// The built-in scenario, then every example by name.
        pub static TEMPLATES: &[Template] = &[
            Template { name: "default", text: super::DEFAULT },
            $(Template { name: $name, text: include_str!(concat!("../../examples/", $name, ".toml")) }),*
        ];
    };
}

templates![
    "campus-water",
    "cold-storage",
    "cool-climate-no-chiller",
    "cpu-cluster",
    "edge-room",
    "every-way",
    "filling-hall",
    "heat-rejection",
    "heat-reuse",
    "high-altitude",
    "hot-place-45-degc",
    "hybrid-nvl72",
    "immersion",
    "inference-day",
    "outdoor-air",
    "plant-loops",
    "plant-options",
    "pod",
    "power-distribution",
    "power-envelope",
    "retrofit",
    "tropics",
    "two-socket-servers",
    "warmer-aisle",
];

impl Template {
    /// Its title, as the scenario says it.
    pub fn title(&self) -> &'static str {
        let line = self.text.lines().find_map(|l| l.strip_prefix("title = "));
        line.map_or("", |l| l.trim_matches('"'))
    }

    /// The template of a name.
    pub fn find_by_name(name: &str) -> Option<&'static Self> {
        TEMPLATES.iter().find(|t| t.name == name)
    }
}
