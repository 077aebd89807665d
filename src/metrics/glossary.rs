//! Words of the trade and the program's warnings, each in one meaning.

/// A word or warning, and what it means.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Name, kebab-case.
    pub name: &'static str,
    /// Meaning.
    pub meaning: &'static str,
}

const fn entry(name: &'static str, meaning: &'static str) -> Entry {
    Entry { name, meaning }
}

/// Words that are no metrics.
pub const TERMS: &[Entry] = &[
    entry("contact-type", "What a person wants. Volume, patience and talk time belong to it."),
    entry("queue", "Where people hold. First come, first served within it."),
    entry("skill", "Permission of an agent group to handle a contact type."),
    entry(
        "routing",
        "Which idle agent for this contact, which waiting contact for this agent (docs/MODEL.md, order of choices).",
    ),
    entry(
        "hold-time",
        "Time from joining a queue to answer, abandonment or callback. Zero when answered at once. Waiting inside a talk is talk time.",
    ),
    entry(
        "notice-due",
        "A person's hold in one queue visit reached the threshold, 60 s unless the queue says otherwise. Exactly the threshold is due.",
    ),
    entry(
        "journey",
        "Everything between a person's first call and the settling of the matter: menu, holds, talks, being passed on, calling again.",
    ),
    entry("first-hold", "Hold in the first queue of a call; being in the wrong queue counts too."),
    entry("later-hold", "Hold in a second or further queue of the same call, after an agent passed the contact on."),
    entry(
        "redial",
        "A call of a person who hung up on hold or met a busy tone, and tries again. It counts as a new arrival.",
    ),
    entry("repeat-call", "A call of a person whose matter the last call did not settle. It counts as a new arrival."),
    entry(
        "notice-given",
        "The first announcement of the expected wait came when it was due or earlier, or at most 2 s later.",
    ),
    entry("notice-late", "The first announcement of the expected wait came more than 2 s after it was due."),
    entry(
        "virtual-wait",
        "What a caller who hung up would have waited had the caller stayed. Announcements are held against it, since the patient alone would make them look too long.",
    ),
    entry(
        "notice",
        "The announcement of the expected remaining wait to somebody on hold, from the hold on at which it is owed (docs/NOTICE.md).",
    ),
    entry(
        "callback",
        "A call that the center makes to somebody who hung up on its promise: in the place in line that the caller kept, or within a stated time when nobody holds.",
    ),
    entry(
        "transfer",
        "A contact is passed on to another queue and holds once more: by an agent without the skill, or by a first agent to a second after a full talk (transfer-rate).",
    ),
    entry(
        "home-queue",
        "The queue that is right for a contact type: the one of its own name unless `home` says otherwise. Who holds elsewhere is in the wrong queue.",
    ),
    entry("balk", "To leave at once because nobody is free: offered, and abandoned with a hold of 0 s (balked)."),
    entry("containment", "A machine settles the matter, so that nobody asks for an agent (containment-rate)."),
    entry(
        "misrouting",
        "A contact gets to a queue that is not right for what the person wants: a wrong key, or a menu that sorts badly (wrong-queue-rate).",
    ),
    entry(
        "patience",
        "Willingness to hold, drawn for each person when it dials; hold that exceeds it ends in abandonment.",
    ),
    entry("talk-time", "Conversation: agent and line are both taken."),
    entry("after-call-work", "Work after the conversation: the agent is taken, the line is free again."),
    entry("handle-time", "Talk time and after-call work together; hold is no part of it."),
    entry(
        "offered-load",
        "Work that arrives, in erlang: contacts in a time, times their handle time, over that time. Above the number of agents, not everybody can be served in that time.",
    ),
    entry("erlang", "Unit of load: one agent busy all the time."),
    entry("shrinkage", "Planned heads that are not there (breaks, training), spread evenly over the day."),
    entry("absence", "Heads that are ill for the whole day, each by chance."),
    entry(
        "busyness",
        "Random factor with mean one on the arrivals of a day or interval: some days are busier than forecast.",
    ),
    entry(
        "tariff",
        "What a call costs the caller: a price per connected call, a price of time in billing steps, or both, at most a cap. It belongs to the number that was dialled; mobile callers may have one of their own, and who pays a flat rate pays nothing (docs/TARIFFS.md).",
    ),
    entry(
        "billing-step",
        "Time is billed in whole steps. 60/60: every minute that has begun; 60/1: a minute, then every second that has begun; 1/1: every second.",
    ),
    entry(
        "splice",
        "One way to bill a call with free hold: the holds are cut out, what is left is put together and rounded to billing steps once. The other: restart.",
    ),
    entry(
        "restart",
        "One way to bill a call with free hold: each section between holds is rounded to billing steps by itself. Dearer than splice.",
    ),
    entry(
        "caller-hold-charge",
        "What a caller would not have paid had every hold taken no time: the bill is worked out twice, with its rounding. Whoever hangs up on hold without having met a menu paid for hold alone.",
    ),
    entry(
        "value-of-time",
        "What an hour on hold is worth to a caller, beside what the tariff charges for it. Stated for each contact type, not measured.",
    ),
    entry(
        "rule-set",
        "Rules that a number is judged by: what of a call is hold, whether it must be free, when a notice is due, how fast calls must be answered. No legal advice (docs/RULES.md).",
    ),
    entry("trunk", "A line into the center, held from dialling to the end of the talk. All taken: busy tone."),
    entry(
        "replication",
        "One day of the center played with random numbers of its own. Its people do not depend on its staff.",
    ),
    entry(
        "interval",
        "A planning interval: a contact counts in the one in which it joined the queue (arrived, where it never did). Also: the range that an estimate's true value is believed to lie in.",
    ),
    entry(
        "service-level-denominators",
        "offered: answered in time / offered, which are those answered, abandoned, disconnected and still inside. answered: / answered. offered-less-short-abandons: / (offered - abandoned within `short`). offered-crediting-short-abandons: (answered in time + abandoned within `short`) / offered.",
    ),
    entry(
        "clause",
        "One promise of a contract: what is measured, over which period, and what missing it costs (docs/CONTRACTS.md).",
    ),
    entry(
        "breach",
        "A period that a clause judges and finds missed: its measure, rounded as agreed, lies in a band that carries a penalty, or misses the target. Also called a miss (breach-probability).",
    ),
    entry("ladder", "The bands of a clause: in which the measure falls decides what is paid."),
    entry("malus", "A penalty of a contract; what the provider owes for a miss. Its counterpart is the bonus."),
    entry(
        "pure-luck",
        "Chance of single calls: who calls when, how patiently, how long they talk. It remains when volume and staff are as planned (luck).",
    ),
    entry("earn-back", "A later good period refunds part of an earlier penalty of the same clause."),
    entry(
        "span",
        "All the days of the calendar: what one replication of a contract plays, a month or a year as a rule.",
    ),
];

/// Warnings that a run can end with.
pub const WARNINGS: &[Entry] = &[
    entry(
        "few-replications",
        "Below 30 replications an interval rests on few days and may be too narrow or too wide. Play more: --replications.",
    ),
    entry(
        "over-capacity",
        "In these intervals more work arrives than the planned staff could do. What happens then, and how long the recovery takes, decides every figure after it.",
    ),
    entry(
        "not-precise",
        "The run stopped at its maximum before every target's interval was as narrow as asked. Play more: --replications, or ask for less: --precision.",
    ),
    entry(
        "never-answered",
        "Some contacts would hold for ever: nobody is on duty to answer them and their patience has no end.",
    ),
    entry(
        "wrong-queue",
        "More than one caller in five first holds in a queue that is not right for what they want. Either the menu sorts badly, or the scenario's presses are not meant so.",
    ),
    entry(
        "notice-missed",
        "A notice was due, and the hold ended without one. The warning: more than one in a hundred never came, since a queue announces nothing, or announces later than it is due.",
    ),
    entry(
        "misleading-notice",
        "In this queue the announced wait is wrong on average by more than the wait itself. Try another notice.estimate, or look whether staff and volume change faster than it can learn.",
    ),
    entry("no-staff", "Nobody is on duty in some intervals although people call."),
    entry(
        "empty-start",
        "The day starts with an empty center although the lines never close. If a steady state is meant, set day.warm-up.",
    ),
    entry(
        "few-spans",
        "Below 100 replications of a contract's span the rarest months were hardly seen. Play more: --replications.",
    ),
    entry(
        "no-miss-seen",
        "No period was missed in all that was played. That does not make a miss impossible: with none in n, its chance is below 3/n (95 % sure).",
    ),
    entry(
        "no-wage",
        "Some agent group of a contract has no wage, so that its pay, the margin and the worth of more staff are not known.",
    ),
    entry(
        "part-period",
        "The calendar ends within a period of the contract, which is judged like a whole one although it is shorter, and so varies more.",
    ),
];
