//! Quick disconnects and valves by their flow coefficient.
//!
//! `V = Kv √(Δp/1 bar · 1000 kg/m³/ρ)` with V in m³/h (IEC 60534-2-1). A pair in series at each tray counts twice.
//!
//! Neglects: the dependence of Kv on the Reynolds number and on wear.
//!
//! Compared with: the definition of Kv in this file; `ocp-liquid-flow` compares the flow of a whole rack.

use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::units::Density;

params! {
    /// Flow coefficient and limits of one coupling.
    pub struct QuickDisconnectSpec {
        /// Flow coefficient.
        kv_m3_h ["m3/h at 1 bar"] in 0.01..=1000.0;
        /// Most flow: above it, noise and erosion at the seals.
        flow_max_l_min ["L/min"] in 0.5..=2000.0;
    }
}

/// Kind of a record that says `kind = "quick-disconnect"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "quick-disconnect",
    summary: "Quick disconnect or valve: flow coefficient Kv",
    law: ComponentLaw {
        symbols: "V = Kv √(Δp ρ0 / ρ)",
        words: "loss of a pair",
        results: &[LawResult::CoolantPumpPower, LawResult::PartTemperature],
    },
    params: QuickDisconnectSpec::PARAMS,
    check: |table| QuickDisconnectSpec::read(table).map(drop),
};

/// Coefficient b of `Δp = b V²`, Pa s²/m⁶, of one coupling.
pub fn loss_pa_s2_m6(spec: &QuickDisconnectSpec, density: Density) -> f64 {
    let v_m3_s = spec.kv_m3_h / 3600.0;
    1e5 * density.kg_m3() / 1000.0 / (v_m3_s * v_m3_s)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kv_flows_at_one_bar() {
        let b = loss_pa_s2_m6(&QuickDisconnectSpec { kv_m3_h: 1.9, flow_max_l_min: 25.0 }, Density::new(1000.0));
        assert!((b * (1.9f64 / 3600.0).powi(2) - 1e5).abs() < 1e-6);
    }
}
