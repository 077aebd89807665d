//! The cheapest choice of one option in each place that gains enough altogether.

/// An option of a place: what it costs, and what it gains.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Choice {
    /// What it costs.
    pub cost: f64,
    /// What it gains; may be negative.
    pub gain: f64,
}

/// For each place the position of an option, so that gains add up to `wanted` or more and costs are low; `None` where even the
/// best options do not gain enough, or a place has none.
///
/// From the cheapest option of each place, the step that gains most for its cost is taken first, along the upper edge of each
/// place's options (Sinha and Zoltners 1979): that is the best of all choices for what it gains, and costs at most one step more
/// than the best for `wanted`. Then each place in turn goes back to the cheapest option that still leaves enough.
pub fn cheapest_choice(places: &[Vec<Choice>], wanted: f64) -> Option<Vec<usize>> {
    let edges: Option<Vec<Vec<usize>>> = places.iter().map(|options| upper_edge(options)).collect();
    let edges = edges?;
    let mut at = vec![0_usize; places.len()];
    let chosen = |at: &[usize]| -> Vec<usize> { edges.iter().zip(at).map(|(edge, step)| edge[*step]).collect() };
    let gained = |choice: &[usize]| places.iter().zip(choice).map(|(options, at)| options[*at].gain).sum::<f64>();
    while gained(&chosen(&at)) < wanted {
        let worth = |place: usize| {
            let step = edges[place].get(at[place]..at[place] + 2)?;
            let (from, to) = (places[place][step[0]], places[place][step[1]]);
            Some((to.gain - from.gain) / (to.cost - from.cost))
        };
        let steps = (0..places.len()).filter_map(|place| Some((place, worth(place)?)));
        // Of equals the first.
        let best = steps.reduce(|best, next| if next.1 > best.1 { next } else { best })?;
        at[best.0] += 1;
    }
    let mut choice = chosen(&at);
    give_back(places, &mut choice, wanted);
    Some(choice)
}

/// Brings each place to the cheapest option that still leaves enough, the one that saves most first.
fn give_back(places: &[Vec<Choice>], choice: &mut [usize], wanted: f64) {
    loop {
        let spare = places.iter().zip(choice.iter()).map(|(options, at)| options[*at].gain).sum::<f64>() - wanted;
        let mut best: Option<(usize, usize, f64)> = None;
        for (place, options) in places.iter().enumerate() {
            let now = options[choice[place]];
            for (at, option) in options.iter().enumerate() {
                let saved = now.cost - option.cost;
                let is_affordable = now.gain - option.gain <= spare && saved > 0.0;
                if is_affordable && best.is_none_or(|(.., most)| saved > most) {
                    best = Some((place, at, saved));
                }
            }
        }
        match best {
            Some((place, at, _)) => choice[place] = at,
            None => return,
        }
    }
}

/// Positions of the options that are the best for some price of gain, from the cheapest on: costs and gains rise, and each step
/// gains less for its cost than the one before. `None` without options.
fn upper_edge(options: &[Choice]) -> Option<Vec<usize>> {
    let mut order: Vec<usize> = (0..options.len()).collect();
    order.sort_by(|one, other| {
        let (one, other) = (options[*one], options[*other]);
        one.cost.total_cmp(&other.cost).then(other.gain.total_cmp(&one.gain))
    });
    let mut edge: Vec<usize> = Vec::new();
    for at in order {
        let option = options[at];
        if edge.last().is_some_and(|last| option.gain <= options[*last].gain) {
            continue;
        }
        while let [.., before, last] = edge[..] {
            let (before, last) = (options[before], options[last]);
            let is_below = (last.gain - before.gain) * (option.cost - before.cost)
                <= (option.gain - before.gain) * (last.cost - before.cost);
            if !is_below {
                break;
            }
            edge.pop();
        }
        edge.push(at);
    }
    (!edge.is_empty()).then_some(edge)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(list: &[(f64, f64)]) -> Vec<Choice> {
        list.iter().map(|&(cost, gain)| Choice { cost, gain }).collect()
    }

    /// Every choice, one after the other.
    fn by_trying_all(places: &[Vec<Choice>], wanted: f64) -> Option<f64> {
        let mut best = None;
        let mut at = vec![0; places.len()];
        loop {
            let sum =
                |of: fn(&Choice) -> f64| places.iter().zip(&at).map(|(options, at)| of(&options[*at])).sum::<f64>();
            let (cost, gain) = (sum(|choice| choice.cost), sum(|choice| choice.gain));
            if gain >= wanted && best.is_none_or(|best| cost < best) {
                best = Some(cost);
            }
            let Some(place) = (0..places.len()).find(|place| at[*place] + 1 < places[*place].len()) else {
                return best;
            };
            at[place] += 1;
            at[..place].fill(0);
        }
    }

    #[test]
    fn concave_places_get_what_a_trial_of_all_choices_finds() {
        let places = vec![
            options(&[(0.0, 0.0), (10.0, 50.0), (20.0, 70.0), (30.0, 75.0)]),
            options(&[(0.0, 5.0), (10.0, 25.0), (20.0, 40.0), (30.0, 50.0)]),
            options(&[(0.0, -10.0), (10.0, 40.0), (20.0, 60.0), (30.0, 66.0)]),
        ];
        for wanted in [-5.0, 0.0, 30.0, 75.0, 115.0, 140.0, 165.0, 180.0, 191.0] {
            let choice = cheapest_choice(&places, wanted).unwrap();
            let cost: f64 = places.iter().zip(&choice).map(|(options, at)| options[*at].cost).sum();
            let gain: f64 = places.iter().zip(&choice).map(|(options, at)| options[*at].gain).sum();
            assert!(gain >= wanted);
            assert!((cost - by_trying_all(&places, wanted).unwrap()).abs() < 1e-9, "{wanted}: {cost} for {choice:?}");
        }
        assert_eq!(cheapest_choice(&places, 191.5), None, "75 + 50 + 66 is all there is");
        assert_eq!(cheapest_choice(&[Vec::new()], 0.0), None);
    }

    #[test]
    fn an_option_that_costs_more_and_gains_less_is_never_chosen() {
        let places = vec![options(&[(0.0, 0.0), (10.0, 30.0), (20.0, 28.0), (30.0, 90.0)])];
        // The second lies below the line from the first to the fourth; it is cheap enough to go back to.
        assert_eq!(cheapest_choice(&places, 29.0), Some(vec![1]));
        assert_eq!(cheapest_choice(&places, 31.0), Some(vec![3]));
    }
}
