"""The soak's judgement: what it must complain of, and what it must not."""

import re
import signal
from pathlib import Path

import pytest

from soak import chaos, client, processes, verdict
from soak.checks import LIVE, Crashes, Losses, Order, Outputs, State
from soak.fixtures import MAX_ON, OUTPUTS, config
from soak.journal import Journal, Sample, read_events, read_samples
from soak.service import judge_end


def message(kind, seq, mono_ms=0, **fields):
    return {"type": kind, "seq": seq, "boot_id": "b", "mono_ms": mono_ms, **fields}


def gap(first, last, frames=0, seq=None):
    return message("gap", last if seq is None else seq, reason="slow", frames=frames, **{"from": first, "to": last})


def complaints(checker, *messages):
    return [complaint for one in messages for complaint in checker.complaints(one)]


def test_the_types_of_live_messages_are_those_of_the_protocol():
    document = (Path(__file__).parents[3] / "docs/protocol.md").read_text(encoding="utf-8")
    (types,) = re.findall(r"^\| `types` \| list of strings: ([^|]*) \|", document, re.MULTILINE)
    assert re.findall(r"`(\w+)`", types) == LIVE


def test_numbers_without_holes_are_in_order():
    good = [message("hello", 4), message("snapshot", 4), message("new", 5), message("frame", 5), message("end", 6)]
    assert complaints(Order(), *good) == []


def test_a_hole_is_reported():
    assert complaints(Order(), message("hello", 4), message("new", 6)) == ["new has number 6, expected was 5"]


def test_a_gap_admits_its_hole_and_no_more():
    order = Order()
    assert complaints(order, message("hello", 4), gap(5, 7), message("new", 8)) == []
    assert order.lost == 3
    assert complaints(order, gap(10, 11)) == ["a gap begins at 10, the last message was 8"]


def test_a_gap_of_frames_alone_has_no_numbers():
    assert complaints(Order(), message("hello", 4), gap(None, None, frames=3, seq=4), message("frame", 4)) == []


def test_a_clock_that_falls_and_another_boot_are_reported():
    order = Order()
    assert complaints(order, message("hello", 0, 50)) == []
    found = complaints(order, {**message("new", 1, 40), "boot_id": "other"})
    assert found == ["boot_id changes within a connection, at new 1", "mono_ms falls from 50 to 40 at new 1"]


def test_nothing_comes_after_the_last_word():
    last = message("error", 4, code="too_many_bytes")
    assert complaints(Order(), message("hello", 4), last, message("snapshot", 4)) == ["snapshot 4 comes after the last word"]
    assert complaints(Order(), message("hello", 4), {**last, "code": "not_utf8"}, message("snapshot", 4)) == []


def test_a_gap_is_younger_than_what_follows_it():
    late = {**gap(5, 7), "mono_ms": 900}
    assert complaints(Order(), message("hello", 4, 10), late, message("new", 8, 20)) == []


def snapshot(seq, **tables):
    empty = {"cameras": [], "tracks": [], "zones": [], "rules": [], "outputs": [], "inputs": []}
    return message("snapshot", seq, **{**empty, **tables})


def track(camera="rtsp", label="person", number="7", zones=()):
    return {"camera": camera, "label": label, "id": number, "current_zones": list(zones)}


def test_a_snapshot_agrees_with_the_messages_before_it():
    begun = [snapshot(0), message("new", 1, **track()), message("update", 2, **track(zones=["yard"]))]
    fired = message("rule", 3, rule="light", state="fired")
    on = {"output": "lamp", "state": "on", "cause": "light"}
    same = snapshot(4, tracks=[track(zones=["yard"])], rules=["light"], outputs=[on])
    assert complaints(State(), *begun, fired, message("output", 4, **on), same) == []


def test_a_track_that_the_snapshot_forgot_is_reported():
    found = complaints(State(), snapshot(0), message("new", 1, **track()), snapshot(1))
    assert found == ["tracks: 7 is None in the snapshot, ('rtsp', 'person', []) by the messages before"]


def test_after_a_gap_only_a_snapshot_says_what_is_true():
    state = State()
    assert complaints(state, snapshot(0), gap(1, 3), snapshot(3, tracks=[track()])) == []
    assert len(complaints(state, message("end", 4, **track()), snapshot(4, tracks=[track()]))) == 1


def test_dropped_frames_that_are_counted_are_no_loss():
    losses = Losses()
    # 0 and 1 were processed before this client came; 3 and 4 were dropped while 2 was with the model, 6 after 5.
    assert losses.frame(2, 2) == []
    assert losses.frame(5, 2) == []
    assert losses.frame(7, 3) == []
    assert losses.health(9, 3) == []


def test_a_frame_lost_uncounted_is_reported():
    losses = Losses()
    assert losses.frame(0, 0) == []
    assert losses.frame(1, 0) == []
    assert losses.frame(3, 0) != []


def test_a_frame_counted_as_dropped_that_came_is_reported():
    losses = Losses()
    assert losses.frame(0, 1) == []
    assert losses.frame(1, 1) != []


def test_frames_that_vanish_before_the_mailbox_are_reported():
    losses = Losses()
    losses.frame(0, 0)
    losses.frame(1, 0)
    assert losses.health(5, 0) == []
    assert losses.health(9, 0) != []


def test_a_health_that_counts_less_than_came_is_reported():
    losses = Losses()
    losses.frame(5, 5)
    losses.health(6, 5)
    assert losses.health(5, 5) != []


def test_an_output_that_stays_on_is_reported_once():
    outputs = Outputs({"lamp": 4.0}, set(), 5.0)
    on = message("output", 1, 1000, output="lamp", state="on", cause="light")
    assert complaints(outputs, on, message("health", 2, 9000)) == []
    assert complaints(outputs, message("health", 3, 10100)) == ["lamp is on for 9.1 s, max-on is 4 s"]
    assert complaints(outputs, message("health", 4, 20000)) == []


def test_a_daemon_that_may_not_run_has_its_time():
    outputs = Outputs({"lamp": 4.0}, set(), 5.0)
    complaints(outputs, message("output", 1, 1000, output="lamp", state="on", cause="light"))
    outputs.allow(10)
    assert complaints(outputs, message("health", 2, 19000)) == []


def test_an_output_that_is_safe_when_on_may_be_on():
    outputs = Outputs({"beacon": 4.0}, {"beacon"}, 5.0)
    safe = message("output", 1, 0, output="beacon", state="on", cause="safe: stop")
    assert complaints(outputs, safe, message("health", 2, 90000)) == []
    assert outputs.unsafe() == []
    complaints(outputs, message("output", 3, 90000, output="beacon", state="off", cause="dark"))
    assert outputs.unsafe() == ["beacon"]


def test_each_crash_is_counted_once():
    crashes = Crashes()
    crashes.started(pending=True)
    assert crashes.complaints(1) == []
    crashes.ended(kept=True)
    crashes.started(pending=False)
    assert crashes.complaints(1) == []
    crashes.ended(kept=True)
    crashes.started(pending=True)
    assert crashes.complaints(1) == ["1 crashes are counted, there were 2"]


def test_a_crash_may_be_forgotten_on_a_full_disk_and_counted_unseen():
    crashes = Crashes()
    crashes.started(pending=True)
    assert crashes.complaints(1) == []
    crashes.ended(kept=False)
    crashes.started(pending=True)  # killed before it served anyone
    crashes.ended(kept=True)
    crashes.started(pending=True)
    assert crashes.complaints(1) == []


@pytest.mark.parametrize(
    ("why", "code", "excuses", "good"),
    [
        ("SIGTERM", 143, [], True),
        ("SIGTERM", -signal.SIGTERM, [], True),
        ("SIGTERM", 70, [], False),
        ("SIGTERM", 1, [], False),
        ("SIGTERM", 1, ["java"], True),
        ("SIGKILL", -signal.SIGKILL, [], True),
        ("watchdog", -signal.SIGABRT, [], True),
        ("SIGSEGV", 1, [], True),
        ("", 1, [], False),
        ("", 0, [], False),
        ("", 75, ["cameras"], True),
        ("", 75, [], False),
        ("", 69, ["pins"], True),
        ("", -signal.SIGSEGV, ["cameras", "pins"], False),
    ],
)
def test_an_end_must_fit_its_cause(why, code, excuses, good):
    assert (judge_end(why, code, excuses) is None) == good


def samples(count, run=1, **slopes):
    flat = {"jvm_mib": 150.0, "kids_mib": 60.0, "fds": 40, "threads": 30, "kids": 2}
    for t in range(count):
        grown = {name: type(value)(value + slopes.get(name, 0) * t) for name, value in flat.items()}
        yield Sample(t=float(t), run=run, cpu_s=0.0, clients=1, frames=0, **grown)


def test_what_stays_as_it_is_is_flat():
    found = list(verdict.growths(samples(200)))
    assert len(found) == len(verdict.LIMITS)
    assert all(growth.flat for growth in found)


def test_a_file_left_open_every_few_seconds_is_not_flat():
    steep = [growth.what for growth in verdict.growths(samples(200, fds=0.2)) if not growth.flat]
    assert steep == ["fds"]


def test_the_first_minute_and_a_short_run_prove_nothing():
    assert list(verdict.growths(samples(90, jvm_mib=10))) == []


def test_a_log_reports_defects_but_not_what_a_signal_did():
    log = [
        "INFO [run] stopped",
        "ERROR [camera rtsp] internal error (a bug in Pipit; please report it)",
        "\tat io.pipit.App.main(App.java:1)",
    ]
    assert verdict.defects(log) == [line.strip() for line in log[1:]]
    assert verdict.defects(["# A fatal error has been detected by Java", *log]) == []


def test_the_verdict_names_what_is_wrong_and_what_was_not_tried():
    found = verdict.judge(list(samples(200)), {"losses": ["rtsp: frame 3"]}, ["pins: none"], ["3 runs"])
    assert not found.passed
    assert found.lines[-1] == "FAIL: losses"
    assert "FAILED losses: 1, the first rtsp: frame 3" in found.lines
    assert "SKIPPED pins: none" in found.lines
    assert verdict.judge(list(samples(200)), {}, [], []).lines[-1] == "PASS"


def test_the_daemon_is_ended_in_the_second_half_of_each_turn():
    assert [chaos.kills_allowed(t, 300) for t in (0, 149, 150, 299)] == [False, False, True, True]
    assert [chaos.kills_allowed(t, 7200) for t in (599, 600, 1199, 1200, 1800)] == [False, True, True, False, True]


def test_a_process_may_have_any_name():
    stat = "42 (a) b (c) S 1 40 40 0 -1 0 0 0 0 0 250 50 0 0 20 0 17 0 100 5000 300 0"
    found = processes.parse(stat)
    assert (found.pid, found.name, found.state, found.session, found.threads) == (42, "a) b (c", "S", 40, 17)
    assert found.cpu_s == 300 / processes.TICKS


def test_what_a_peer_has_not_read_is_seen_in_the_kernels_table():
    head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode"
    row = "   0: 0100007F:1D07 0100007F:C3A4 01 00000010:000003E8 01:00000014 00000000     0        0 1"
    assert client.unread_in(f"{head}\n{row}\n", 0x1D07, 0xC3A4) == 1000
    assert client.unread_in(f"{head}\n{row}\n", 0x1D07, 1) == 0


def test_what_is_written_down_can_be_read_again(tmp_path):
    journal = Journal(tmp_path)
    sample = Sample(1.5, 1, 100.25, 50.0, 40, 30, 2, 3.5, 1, 20)
    journal.sample(sample)
    journal.event("camera", 'rtsp, "killed"')
    assert read_samples(tmp_path) == [sample]
    assert [event[1:] for event in read_events(tmp_path)] == [("camera", 'rtsp, "killed"')]


def test_every_output_that_must_go_off_has_its_time_in_the_configuration(tmp_path):
    text = config(tmp_path / "clip.avi", None, 7431, "dry-run", dict.fromkeys([*OUTPUTS, "key"], "line = X"))
    for name, seconds in MAX_ON.items():
        assert any(line.strip().startswith(f"{name} {{") and f"max-on = {seconds:g}s" in line for line in text.splitlines())
