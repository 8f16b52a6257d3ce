//! The law of every kind of record, in a line of symbols and a line of words. The components' own documentation has it in
//! full, with its source.

/// Law of a kind: kind, symbols, words.
pub(crate) type LawEntry = (&'static str, &'static str, &'static str);

/// Every kind of equipment, and chips, systems, climates and workloads.
pub(crate) static LAWS: &[LawEntry] = &[
    (
        "accelerator",
        "P = (1-u) P_idle + u [(P_max - L(T_limit)) f v² + L(T) v²], L = s P_max exp(b (T - T_ref))",
        "idle, dynamic power with the clock, leakage with temperature",
    ),
    (
        "part",
        "P = (1-u) P_idle + u [(P_max - L(T_limit)) f v² + L(T) v²], L = s P_max exp(b (T - T_ref))",
        "as an accelerator; modules without a junction by load alone",
    ),
    (
        "system",
        "trays, lanes and stations; Δp = k V²",
        "how parts share the coolant: counts, and losses of ducts and hoses",
    ),
    ("climate", "price and carbon of the place", "one figure for the year"),
    ("workload", "tokens a second of one accelerator", "as a benchmark measured it"),
    ("heat-sink", "R = R0 + c V^-n; Δp = a V + d V²", "case to air at its inlet, flow at the density of the test"),
    (
        "cold-plate",
        "R = R0 + A V^-n; Δp = a V + b V²",
        "case to liquid at its inlet; loss by viscosity and density of the liquid",
    ),
    ("immersed-sink", "R = R0 + A V^-n; Δp = a V + b V²", "case to dielectric at its inlet, as a cold plate"),
    ("boiling-plate", "T_case = T_sat + P (R0 + 1 / (h A φ))", "pool boiling by Cooper, dry-out by Zuber"),
    ("boiling-fluid", "dp/dT = h_fg / (T Δv)", "saturation by Clausius and Clapeyron"),
    (
        "dielectric",
        "ρ, c, k linear in T; ln ln(ν + 0.7) linear in ln T",
        "properties of the data sheet, viscosity by ASTM D341",
    ),
    (
        "rear-door",
        "Q = ε C_min (T_air - T_water), ε(NTU) crossflow; P = P0 (V/V0)^k",
        "coil behind the rack, fans where it has them",
    ),
    (
        "liquid-to-air",
        "Q = ε C_min (T_liquid - T_air), ε(NTU) crossflow; P = P0 (V/V0)^k",
        "the liquid's heat to the room's air",
    ),
    ("condenser", "Q = C (T_sat - T_in)(1 - exp(-UA / C))", "vapour of a boiling tank to water"),
    (
        "thermal-mass",
        "C = c X",
        "heat that parts, loops and room store: a specific capacity times watts, units, litres or m3",
    ),
    (
        "failure-rules",
        "s = s0 / (1 + t/τ); ramps and delays",
        "how pumps, fans, plants and supplies stop and come back",
    ),
    ("rack-rules", "limits of air, liquid, connectors and feed", "what a rack and its room may bear"),
    (
        "fan",
        "Δp = n² Δp0 ρ/ρ_ref - n c1 V - c2 V²; P = P0 n + V Δp / η, η = η_best max(1 - (1 - V/(n V_best))², 0.1)",
        "curve at the density and speed (affinity laws), efficiency, loss of bearings and electronics",
    ),
    (
        "pump",
        "Δp = n² Δp0 ρ/ρ_ref - n c1 V - c2 V²; P = P0 n + V Δp / η, η = η_best max(1 - (1 - V/(n V_best))², 0.1)",
        "curve at the density and speed (affinity laws), efficiency, loss of bearings and electronics",
    ),
    ("quick-disconnect", "V = Kv √(Δp ρ0 / ρ)", "loss of a pair"),
    (
        "chiller-water",
        "P = Q_av/COP · EIRFT(T_ch, T_cw) · EIRFPLR(x); Carnot matched beyond the curves",
        "EnergyPlus electric EIR",
    ),
    (
        "chiller-air",
        "P = Q_av/COP · EIRFT(T_ch, T_air) · EIRFPLR(x); Carnot matched beyond the curves",
        "EnergyPlus electric EIR",
    ),
    ("tower-cooltools", "approach = f(A³, w, T_wb, R), 35 terms; P = P0 n³", "CoolTools correlation"),
    ("tower-yorkcalc", "approach = f(T_wb, R, L/G), 27 terms; P = P0 n³", "YorkCalc correlation"),
    ("tower-merkel-ua", "Q = ε C_min (T_in - T_wb), ε(UA) counterflow", "Merkel's theory with a constant UA"),
    (
        "counterflow-tower",
        "Q = ε G (h_s(T_in) - h_s(T_wb)), KaV/L = c (L/G)^-n; P = P0 n³",
        "Merkel's theory by effectiveness and NTU",
    ),
    (
        "tower-water",
        "W = E + D + B, E = m (W_out - W_in), B = max(E / (c - 1) - D, 0), for c < 2 E - D",
        "evaporation, drift, blow-down",
    ),
    ("fluid-cooler", "Q = ε C_min (T_water - T_air), ε(NTU) crossflow", "EnergyPlus dry cooler with stages"),
    ("server-block", "P = N [0.9 f1(x, T) + 0.1 f3(V)]", "EnergyPlus air-cooled IT equipment"),
    ("dry-cooler", "Q = ε C_min (T_water - T_db), ε(NTU) crossflow; P = P0 n³", "finned coil in outdoor air"),
    ("adiabatic-pad", "T = T_db - e (T_db - T_wb)", "outdoor air cooled along the wet bulb"),
    ("air-economiser", "h_mix = h_r + s (h_o - h_r); P = P0 x³ + V Δp / η", "outdoor air mixed with return air"),
    ("air-envelope", "limits of temperature, dew point and humidity", "classes of air that IT equipment may breathe"),
    ("indirect-evaporative", "T = T_r - ε (T_r - T_wb); P = P0 x³", "hall air against wetted outdoor air"),
    ("dx", "P = Q/COP · EIRFT · EIRFF · r / (c1 + c2 r)", "EnergyPlus direct expansion with cycling"),
    ("air-handler", "Q = ε C_min (T_air - T_water), ε(NTU) crossflow; P = P0 (V/V0)^k", "chilled-water coil and fans"),
    (
        "plant-pump",
        "P = V_d Δp / η · max(σ x + (1 - σ)(c0 + c1 x + c2 x² + c3 x³), 0)",
        "loop pump with a static share of its head; the affinity law has c3 alone",
    ),
    ("storage-tank", "two zones, moving boundary, loss U (T - T_a)", "stratified tank of cold water"),
    ("storage-rules", "fill and empty by the day's price of cooling", "when a tank is worked"),
    ("heat-pump", "COP = η T_h / (T_h - T_c)", "a share of Carnot between refrigerant temperatures"),
    ("heat-reuse", "q ≤ C (T_source - T_return - Δ)", "exchanger and heat pump to a district"),
    ("design-rules", "approaches, ranges and margins", "what the designer chose"),
    ("cdu", "Q = ε C_min (T_hot - T_cold), ε(NTU) counterflow", "plate exchanger between facility and rack liquid"),
    (
        "economiser",
        "Q = ε C_min (T_hot - T_cold), ε(NTU) counterflow",
        "plate exchanger between tower and chilled water",
    ),
    ("power-supply", "P_loss = P_r (a0 + a1 x + a2 x²)", "loss against load"),
    ("ups", "P_loss = P_r (a0 + a1 x + a2 x²)", "loss against load"),
    ("transformer", "P_loss = P_r (a0 + a2 x²)", "iron and copper"),
    ("rectifier", "P_loss = P_r (a0 + a1 x + a2 x²)", "loss against load"),
    ("busway", "P_loss = n I² R", "Joule heat of a stretch of copper"),
    ("lighting", "P = p A s", "density, floor, share of hours"),
    ("capital-cost", "K = k_kW P + k_unit n", "price for a kilowatt, a cubic metre or a piece"),
    ("cost-rules", "NPC = K_0 + K (1 - (1 + i)^-n) / i", "years, interest, maintenance"),
    ("water-price", "K = W p_w", "price of water"),
    ("electricity-water", "w per kilowatt-hour", "water consumed where electricity is made"),
];

/// The law of a kind.
pub(crate) fn find_law(kind: &str) -> Option<&'static LawEntry> {
    LAWS.iter().find(|(name, _, _)| *name == kind)
}
