&[
    (
        &["chiller-trane-cvhe-1407kw"],
        &["capft_x_min_c", "capft_y_min_c", "capft_out_max", "eirft_x_min_c", "eirft_out_max", "plr_max", "most_plr"],
        "Edges of the published curves, and of what a machine can do, that no hour of an example meets.",
    ),
    (
        &["chiller-carrier-30rb330-1124kw"],
        &["capft_x_min_c", "capft_out_min", "eirft_x_min_c", "eirft_y_max_c", "eirft_out_max", "most_plr", "unload_plr"],
        "Edges of the published curves, and of what a machine can do, that no hour of an example meets.",
    ),
    (
        &["heat-sink-1kw-accelerator", "heat-sink-2u", "heat-sink-350w-processor", "heat-sink-400w-accelerator", "heat-sink-700w-accelerator", "heat-sink-dimm", "heat-sink-osfp"],
        &["flow_min_m3_s", "flow_max_m3_s"],
        "Edges of the fitted flow: the result names a part outside, and none lies near one.",
    ),
    (
        &["heat-sink-drive"],
        &["flow_min_m3_s"],
        "An edge of the fitted flow: the result names a part outside, and none lies near it.",
    ),
    (
        &["nvme-drive-15tb", "osfp-800g-in-switch"],
        &["thermal.shutdown_c"],
        "Of runs in seconds alone: no drive and no optic stops in the events of the examples.",
    ),
    (
        &["cold-plate-ocp-1kw-pg25", "cold-plate-ocp-1kw-water", "cold-plate-300w-processor-water", "cold-plate-300w-processor-pg25", "cold-plate-switch-pg25", "cold-plate-switch-water", "cold-plate-dimm", "immersed-sink-accelerator", "immersed-sink-processor", "immersed-module", "cold-plate-560w-water"],
        &["flow_min_l_min", "flow_max_l_min"],
        "Edges of the fitted flow: the result names a part outside, and none lies near one.",
    ),
    (
        &["immersed-module"],
        &["test_viscosity_pa_s", "test_density_kg_m3"],
        "They scale a pressure loss, of which a module in a tank has none.",
    ),
    (
        &["dielectric-pao"],
        &["conductivity_w_mk"],
        "`props` shows it; sinks in a tank have their resistance from a test.",
    ),
    (
        &["indirect-evaporative-250kw", "adiabatic-pad"],
        &["frost_c"],
        "A lockout below which no joint bin of the example lies within 3 %.",
    ),
    (
        &["dx-york-zf240-82kw"],
        &["y_max_c", "flow_max"],
        "Edges of the published curves that no hour of an example meets.",
    ),
    (
        &["storage-tank-50m3"],
        &["flow_max_m3_s"],
        "A limit that the tanks of the examples keep.",
    ),
    (
        &["heat-pump-district"],
        &["sink_max_c", "source_min_c"],
        "Limits that the district of the example keeps.",
    ),
    (
        &["kind:tower-yorkcalc"],
        &["exponent", "design_pressure_pa"],
        "Of the counterflow tower alone, as their text says; a correlation has its own law.",
    ),
    (
        &["tower-1mw-york"],
        &["fan_min", "free_convection"],
        "In no joint bin of the example does its fan stand near its lowest speed.",
    ),
    (
        &["busbar-54vdc", "busbar-800vdc"],
        &["phases", "power_factor", "rated_a"],
        "A bar in a rack counts by its resistance and its voltage.",
    ),
    (
        &["cost-chiller-water", "cost-chiller-air", "cost-tower", "cost-economizer", "cost-dry-cooler", "cost-pad", "cost-dx", "cost-air-economizer", "cost-indirect-evaporative", "cost-heat-station", "cost-cdu", "cost-air-handler", "cost-busway", "cost-ups", "cost-rectifier", "cost-transformer", "cost-rack-air", "cost-rear-door", "cost-rack-liquid", "cost-tank-1p", "cost-tank-2p", "cost-closed-circuit-cooler", "cost-thermosyphon-cooler", "cost-free-cooling-coil"],
        &["usd_m3"],
        "Only a tank has a volume to be priced by.",
    ),
    (
        &["cost-pad", "cost-air-economizer", "cost-indirect-evaporative", "cost-storage-tank", "cost-air-handler", "cost-rear-door"],
        &["usd_kw"],
        "Priced by the piece: it has no capacity of its own in a result.",
    ),
    (
        &["ddr5-rdimm-16gb", "epyc-9654", "epyc-7742", "xeon-8480c", "nvswitch-2", "nvswitch-3"],
        &["thermal.clock_floor"],
        "No example throttles it down to its lowest clock.",
    ),
    (
        &["ddr5-rdimm-16gb", "h100-sxm", "grace", "a100-sxm-80", "epyc-9654", "epyc-7742", "epyc-7a53", "xeon-8480c", "nvswitch-2", "nvswitch-3"],
        &["thermal.shutdown_c"],
        "In no event of the examples does it switch off.",
    ),
    (
        &["fit-immersion-1p"],
        &["manifold.roughness_um", "rest_loss_pa_s2_m6"],
        "A tank has a plenum in place of a manifold, and no air lane is left in it.",
    ),
    (
        &["fit-immersion-2p"],
        &["manifold.bore_mm", "manifold.pitch_m", "manifold.roughness_um"],
        "A boiling tank has no manifold; its surface alone counts.",
    ),
    (
        &["air-recommended", "air-a2", "air-a3", "air-a4"],
        &["derating_from_m", "derating_m_per_k"],
        "In the thin air of the examples no hour is warm enough for the lowered limit to tell.",
    ),
    (&["air-a4"], &["dry_bulb_max_c"], "No hour of the examples is so hot."),
    (
        &["design-rules"],
        &["floating_range_k", "tower_cells_max_ratio", "tower_approach_min_k", "chilled_water_min_c", "air_handlers_max_ratio"],
        "Bounds that no plant of the examples reaches.",
    ),
    (
        &["closed-circuit-cooler-1mw"],
        &["spray_flow_kg_s"],
        "It counts as drift alone, some hundred-thousandths of it.",
    ),
    (&["glycol-rules"], &["share_min"], "The frost of the examples asks for more."),
    (&["failure-rules-usual"], &["ups_s"], "The generators start long before the batteries are empty."),
    (&["quantum2-qm9700"], &["power.idle_w"], "The network between racks is always busy."),
    (
        &["fit-air-4u"],
        &["fans.loss_pa_s2_m6", "lane_loss_pa_s2_m6", "rest_loss_pa_s2_m6"],
        "Every tall server of the examples has ducts and fans of its own.",
    ),
    (&["fit-plates"], &["rest_loss_pa_s2_m6"], "Every lane that is put under plates holds a chip."),
    (
        &["scenario-defaults"],
        &["generation_hall_w", "server_accelerators"],
        "Of `generations`, which is no probe here.",
    ),
    (
        &["rack-rules"],
        &["feeds_max"],
        "A limit that the racks of the examples keep.",
    ),
    (
        &["xeon-8570", "nvlink5-switch"],
        &["thermal.shutdown_c"],
        "No failure of an example heats them so far before the accelerators shut their server down.",
    ),
    (
        &["thermal-mass-usual"],
        &["boiling_reserve"],
        "The boiling tanks of the examples do not run dry within the runs.",
    ),
    (
        &["nvidia-hopper", "nvidia-ampere"],
        &["curve.clock_floor", "curve.lowest_voltage_clock", "curve.voltage_exponent"],
        "Accelerators of this silicon run at full clock in every example.",
    ),
    (&["heat-pump-district"], &["lift_min_k"], "The lift of the example is above the least."),
]
