//! `scene`: the drawing as JSON, with curves as points, for programs that look at where things are.

use desk::protocol::Failure;
use desk::{Curve, Point, Rect, Scene};
use serde_json::{Value, json};

use crate::Ended;
use crate::arguments;
use crate::session::Session;
use crate::terminal::Out;

/// How far, in pixels, the points may stray from the curve.
const TOLERANCE: f64 = 0.5;

pub fn scene(with: &arguments::Scene, out: &mut Out) -> Result<Ended, Failure> {
    let part = match (&with.viewport, with.scale) {
        (Some(viewport), Some(scale)) => Some((rect(viewport)?, sound(scale)?)),
        _ => None,
    };
    let session = Session::on(&with.file)?;
    let (revision, scene) = session.desk()?.drawn(part)?;
    let scale = part.map_or(1.0, |(_, scale)| scale);
    out.line(as_json(revision, &scene, TOLERANCE / scale).to_string());
    Ok(Ended::Done)
}

fn rect(text: &str) -> Result<Rect, Failure> {
    let numbers: Vec<f64> = text.split(',').filter_map(|number| number.trim().parse().ok()).collect();
    match numbers.as_slice() {
        &[x, y, w, h] if [x, y, w, h].iter().all(|n| n.is_finite()) && w > 0.0 && h > 0.0 => {
            Ok(Rect::new(x, y, w, h))
        }
        _ => Err(Failure::refused(
            "--viewport takes four numbers, X,Y,W,H, the last two above zero, such as 0,0,1200,800.",
        )),
    }
}

fn sound(scale: f64) -> Result<f64, Failure> {
    match scale.is_finite() && scale > 0.0 {
        true => Ok(scale),
        false => Err(Failure::refused("--scale takes a number above zero, such as 0.5.")),
    }
}

fn as_json(revision: u32, scene: &Scene, tolerance: f64) -> Value {
    let containers = scene
        .rooms
        .iter()
        .map(|room| json!({ "id": room.id, "name": room.name, "parent": room.parent, "rect": room.rect }));
    let cards = scene.cards.iter().map(|card| {
        json!({ "id": card.id, "name": card.name, "container": card.room, "rect": card.rect, "level": scene.level })
    });
    let ties = scene.ties.iter().map(|tie| {
        json!({
            "id": tie.id,
            "provider": tie.provider,
            "receiver": tie.receiver,
            "points": points(&tie.path, tie.tip(), tolerance),
            "label": tie.label.as_ref().map(|label| json!({ "text": label.full, "rect": label.rect, "folded": label.folded })),
        })
    });
    json!({
        "revision": revision,
        "bounds": scene.bounds,
        "containers": containers.collect::<Vec<_>>(),
        "cards": cards.collect::<Vec<_>>(),
        "ties": ties.collect::<Vec<_>>(),
    })
}

/// The curve and the arrow at its end.
fn points(path: &Curve, tip: Point, tolerance: f64) -> Vec<Point> {
    let mut points = path.flattened(tolerance);
    if points.last() != Some(&tip) {
        points.push(tip);
    }
    points
}
