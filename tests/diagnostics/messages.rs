//! One bad scenario and its expected words per message: `bad/NAME.toml` and `bad/NAME.txt`.
//!
//! `UPDATE_MESSAGES=1` writes the words; read them before you commit them.

use std::path::Path;

use ccsim::scenario::{self, Source};

fn says(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics/bad");
    let text = std::fs::read_to_string(folder.join(format!("{name}.toml"))).expect("the bad scenario is there");
    let source = Source::from_text("broken.toml", text);
    let found = scenario::read(&source, &[]).expect_err("the scenario is bad").to_string();
    let path = folder.join(format!("{name}.txt"));
    if std::env::var_os("UPDATE_MESSAGES").is_some() {
        std::fs::write(&path, &found).expect("the expected words can be written");
    }
    let expected = std::fs::read_to_string(&path).expect("the expected words are there");
    assert!(found == expected, "{name} says\n\n{found}\nnot\n\n{expected}");
}

macro_rules! each_says_what_is_expected {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            says(stringify!($name));
        })*
    };
}

each_says_what_is_expected! {
    a_calendar_that_is_too_long
    a_calendar_without_its_length
    a_column_file_that_is_missing
    a_contact_type_that_nobody_can_answer
    a_day_of_too_many_intervals
    a_day_that_closes_before_it_opens
    a_day_that_is_no_whole_number_of_intervals
    a_law_that_does_not_fit
    a_list_that_is_one_short_names_the_interval
    a_list_that_is_too_long_says_by_how_much
    a_menu_that_hangs_up_on_everybody
    a_menu_that_is_heard_once
    a_menu_that_leads_back
    a_name_that_is_not_kebab_case
    a_number_that_does_not_exist
    a_number_where_there_is_none
    a_number_without_a_unit
    a_period_longer_than_the_calendar
    a_queue_that_does_not_exist
    a_queue_that_needs_a_table
    a_queue_that_nobody_answers
    a_queue_that_nobody_joins
    a_skill_that_no_contact_type_needs
    a_study_is_no_scenario
    a_surge_outside_the_day
    a_syntax_error_points_at_its_line
    a_target_about_something_else
    a_tariff_in_another_currency
    a_tariff_that_is_none
    a_value_of_time_in_another_currency
    a_wage_in_another_currency
    an_empty_file_says_what_is_the_least
    an_endless_loop_of_announcements
    an_overflow_to_who_answers_anyway
    an_unknown_key_has_a_near_miss
    calendars_that_do_not_fit
    calls_that_settle_nothing
    dates_that_are_warned_about
    days_that_a_calendar_cannot_have
    destinations_that_are_no_queues
    hold_that_is_charged_in_other_words
    keys_that_do_nothing_are_warned_about
    machines_that_help_nobody
    menu_rows_missing_and_too_many
    menus_that_do_not_add_up
    money_as_people_write_it_elsewhere
    neither_calls_nor_agents
    nobody_calls_all_day
    nobody_works_all_day
    notices_and_callbacks_that_do_not_fit
    numbers_that_are_warned_about
    passed_on_again_and_again
    passed_on_to_where_nobody_can_help
    prefers_somebody_who_does_not_answer
    quantities_out_of_range
    redials_that_never_end
    rules_in_other_words
    rules_that_do_not_exist
    shares_and_rates_as_people_write_them_elsewhere
    shifts_and_breaks_that_do_not_fit
    skills_in_the_wrong_place
    steps_that_say_too_much_or_too_little
    too_many_heads_and_calls
    transfers_to_where_nobody_can_help
    two_alternatives_at_once
    weekdays_without_a_calendar
    what_is_missing_is_named
    wrong_keys_without_a_way_out
    wrong_kinds
}
