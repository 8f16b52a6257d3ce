//! Racks in seconds: steady ends, hand calculations, balances, limits that none may miss.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use rackjoule::catalog::Catalog;
use rackjoule::scenario::transient::{Event, EventKind};
use rackjoule::scenario::{self, Scenario};
use rackjoule::study::transient::result::TransientReport;
use rackjoule::study::transient::{self, Question};
use rackjoule::units::Duration;

fn event(kind: EventKind, at_s: f64) -> Event {
    Event { kind, at: Duration::new(at_s), lasts: None, share: None, level: None, period: None }
}

fn question(events: Vec<Event>, duration_s: f64) -> Question<'static> {
    Question {
        architecture: None,
        compare: true,
        events: Some(events),
        duration: Some(Duration::new(duration_s)),
        step: Duration::new(1.0),
        ride_through: None,
        samples: None,
        seed: 1,
    }
}

fn run(question: &Question<'_>) -> TransientReport {
    let catalog = Catalog::load(None).unwrap();
    let scenario = Scenario::parse("default", scenario::DEFAULT, &[], &catalog).unwrap();
    transient::run(&scenario, &catalog, question).unwrap_or_else(|e| panic!("{e:?}"))
}

#[test]
fn look2() {
    for arch in ["air", "liquid-45", "hybrid", "immersion-2p"] {
        let mut q = question(vec![event(EventKind::UtilityBlip, 10.0)], 600.0);
        q.architecture = Some(arch);
        let began = std::time::Instant::now();
        run(&q);
        println!("{arch} {:?}", began.elapsed());
    }
}

#[test]
fn look() {
    for kind in EventKind::ALL {
        let began = std::time::Instant::now();
        let report = run(&question(vec![event(kind, 10.0)], 600.0));
        println!("== {} {:?}", kind.name(), began.elapsed());
        for a in &report.architectures {
            match &a.run {
                None => println!("{:14} {}", a.name, a.reason.as_deref().unwrap_or("?")),
                Some(r) => {
                    println!(
                        "{:14} ride {:?} off {:?} back {:?} chip {} {:.1} {:.1}@{:.0} {:.1} supply {:.1} {:.1} {:.1} P {:.0} {:.0} {:.0} lost {:.1} err {:.1e}",
                        a.name,
                        r.ride_through_s,
                        r.time_to_shutdown_s,
                        r.cooling_back_s,
                        r.hottest_chip.what,
                        r.hottest_chip.start_c,
                        r.hottest_chip.highest_c,
                        r.hottest_chip.highest_at_s,
                        r.hottest_chip.end_c,
                        r.supply.start_c,
                        r.supply.highest_c,
                        r.supply.end_c,
                        r.rack_power.start_w,
                        r.rack_power.highest_w,
                        r.rack_power.end_w,
                        r.work_lost_s,
                        r.energy.balance_relative_error
                    );
                    if kind == EventKind::PumpTrip {
                        for h in &r.timeline {
                            println!("      {:.2} {} {}", h.at_s, h.kind, h.what);
                        }
                    }
                }
            }
        }
    }
}
