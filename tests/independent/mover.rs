//! Fans and pumps.

use super::data::Record;

/// Pressure rise of one machine: `n² Δp0 − n c1 V − c2 V²`, all in proportion to the density.
pub fn rise_pa(mover: &Record, density: f64, speed: f64, flow_m3_s: f64) -> f64 {
    let shutoff = mover.get("shutoff_pa") * density / mover.get("density_kg_m3");
    let share = flow_m3_s / mover.get("free_flow_m3_s");
    let linear = mover.get("linear_share");
    shutoff * (speed * speed - speed * linear * share - (1.0 - linear) * share * share)
}

/// Electricity of one machine, W.
pub fn power_w(mover: &Record, speed: f64, flow_m3_s: f64, rise_pa: f64) -> f64 {
    let off_best = 1.0 - flow_m3_s / (speed * mover.get("best_flow_m3_s"));
    let efficiency = mover.get("best_efficiency") * (1.0 - off_best * off_best).max(0.1);
    mover.get("fixed_loss_w") * speed + flow_m3_s * rise_pa / efficiency
}
