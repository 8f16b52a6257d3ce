//! Examples at the end of each command's help. A test runs every one of them, with a `my.toml` written by `init`.

pub(super) const COMPARE: &str = "Examples:\n  rackjoule compare\n  rackjoule compare my.toml --uncertainty 50 -o out\n  rackjoule compare my.toml --set it.utilisation=0.5 --explain annual.pue";

pub(super) const RACK: &str = "Examples:\n  rackjoule rack\n  rackjoule rack my.toml --architecture hybrid\n  rackjoule rack --limits --format json";

pub(super) const SITE: &str = "Examples:\n  rackjoule site\n  rackjoule site my.toml --architecture liquid-45 --hourly year.csv\n  rackjoule site --climates singapore,frankfurt";

pub(super) const CAPACITY: &str = "Examples:\n  rackjoule capacity --power 20MW\n  rackjoule capacity my.toml --it-power 16MW --architecture liquid-45 --cap 1200W,1000W\n  rackjoule capacity my.toml --power 20MW --oversubscribe 0.85 --hourly head-room.csv";

pub(super) const TRANSIENT: &str = "Examples:\n  rackjoule transient --event pump-trip,at=10s,duration=30s --architecture liquid-45\n  rackjoule transient my.toml --event utility-blip --compare --ride-through 5min --trace trace.csv";

pub(super) const GENERATIONS: &str = "Examples:\n  rackjoule generations --metric tokens --precision lowest\n  rackjoule generations --from h100-sxm --to gb200\n  rackjoule generations --factory 20MW";

pub(super) const UNCERTAINTY: &str = "Examples:\n  rackjoule uncertainty --samples 256 --index-samples 64\n  rackjoule uncertainty my.toml --samples 128 --index-samples 0 --seed 2";

pub(super) const OPTIMIZE: &str =
    "Examples:\n  rackjoule optimize init best.toml\n  rackjoule optimize best.toml -o front";

pub(super) const SWEEP: &str = "Examples:\n  rackjoule sweep init design.toml\n  rackjoule sweep design.toml -o charts\n  rackjoule sweep plan design.toml -o rows\n  rackjoule sweep run design.toml -o rows --shard 1/1\n  rackjoule sweep gather rows -o rows.parquet\n  rackjoule sweep pareto rows.parquet --objectives annual.energy_kwh,annual.water_l";

pub(super) const VALIDATE: &str =
    "Examples:\n  rackjoule validate\n  rackjoule validate ex235a-blades --format markdown";

pub(super) const PROPS: &str = "Examples:\n  rackjoule props air --dry-bulb \"77 degF\" --relative-humidity 0.5\n  rackjoule props pg25 --temperature 40 --format json";

pub(super) const CATALOG: &str = "Examples:\n  rackjoule catalog list chip\n  rackjoule catalog search cold plate\n  rackjoule catalog show b200-sxm";

pub(super) const INIT: &str =
    "Examples:\n  rackjoule init new.toml\n  rackjoule init --list\n  rackjoule init retrofit.toml --template retrofit";

pub(super) const CHECK: &str =
    "Examples:\n  rackjoule check my.toml\n  rackjoule check my.toml --set it.utilisation=0.5";

pub(super) const SCHEMA: &str = "Examples:\n  rackjoule schema\n  rackjoule schema --quiet";

pub(super) const COMPLETIONS: &str = "Examples:\n  rackjoule completions bash\n  rackjoule completions fish";

pub(super) const MAN: &str = "Examples:\n  rackjoule man\n  rackjoule man pages";
