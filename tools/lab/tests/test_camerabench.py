"""The camera benchmark: what it reads of programs, and what it makes of the figures."""

import io
import itertools
import os
import time
from collections import Counter
from pathlib import Path

import pytest

from camerabench import __main__ as bench
from camerabench import cpu, daemon, rows, table
from camerabench.rows import Cost, Feed, RowError
from camerabench.streams import STREAMS, encode_command, encoder
from camerabench.table import Results

H264, MJPEG, USB = STREAMS["h264-1080p25"], STREAMS["mjpeg-720p30"], STREAMS["mjpeg-720p30-usb"]


def record(kind, payload=b"", magic=rows.MAGIC):
    return rows.HEADER.pack(magic, kind, len(payload), *[0] * 11) + payload


def texts(*words):
    return b"".join(word.encode() + b"\0" for word in words)


def test_a_header_is_as_long_as_pipit_camera_writes_it():
    assert rows.HEADER.size == 64


def test_frames_are_counted_and_the_decoder_is_noted():
    pipe = io.BytesIO(record(rows.DECODER, texts("avdec_h264", "software")) + record(rows.FRAME, b"abc") + record(rows.END))
    read = rows.RecordReader()
    assert [read(pipe), read(pipe)] == [True, False]
    assert read.decoder == "avdec_h264"


def test_a_frame_that_is_cut_off_does_not_count():
    assert not rows.RecordReader()(io.BytesIO(record(rows.FRAME, b"abc")[:-1]))


def test_an_error_of_pipit_camera_is_reported():
    pipe = io.BytesIO(record(rows.ERROR, texts("late", "0", "", "too slow", "")))
    with pytest.raises(RowError, match="late, 0, too slow"):
        rows.RecordReader()(pipe)


def test_records_of_another_form_are_refused():
    with pytest.raises(RowError, match="another form"):
        rows.RecordReader()(io.BytesIO(record(rows.FRAME, magic=1)))


def test_raw_frames_are_counted():
    read, pipe = rows.raw_reader(4), io.BytesIO(b"12345678901")
    assert [read(pipe) for _ in range(3)] == [True, True, False]


def test_pipit_camera_is_asked_as_the_daemon_asks_it():
    asked = rows.description(Feed(H264, "rtsp://x/y"))
    assert asked.endswith(b"\0\0")
    keys = dict(key.decode().split("=", 1) for key in asked.split(b"\0") if key)
    known = Path(__file__).resolve().parents[3] / "daemon/native/camera/description.c"
    assert all(f"FIELD({key}, " in known.read_text() for key in keys)
    assert (keys["source"], keys["location"], keys["fps"]) == ("rtsp", "rtsp://x/y", "10")


def test_a_usb_camera_has_no_network():
    commands = [
        rows.decode_alone(Feed(USB, "/x.gdp")),
        rows.videorate(Feed(USB, "/x.gdp")),
        rows.frigate(Feed(USB, "/x.gdp")),
    ]
    assert not any("rtsp" in word for command in commands for word in command)


def test_frigate_scales_to_the_same_size_as_pipit():
    assert "fps=10,scale=416:234" in rows.frigate(Feed(MJPEG, "rtsp://x"))


def test_streams_have_key_frames_every_two_seconds_and_no_b_frames():
    options = encoder(H264)
    assert options[options.index("-g") + 1] == "50"
    assert options[options.index("-bf") + 1] == "0"
    assert "keyint=20:min-keyint=20" in " ".join(encoder(STREAMS["h265-1080p10"]))


def test_without_a_clip_streams_show_a_pattern():
    assert "lavfi" in encode_command(H264, None, Path("x.mkv"))
    assert "lavfi" not in encode_command(H264, Path("clip.mp4"), Path("x.mkv"))


def test_a_threads_name_may_have_blanks_and_parentheses():
    stat = "12 (av:h264 (1) x) S 1 1 1 0 -1 0 0 0 0 0 " + "3 4 " + "0 " * 30
    assert cpu.parse_stat(stat) == cpu.Thread("av:h264 (1) x", 7 * cpu.TICK_NS)


def test_what_a_process_works_is_counted():
    before = cpu.threads(os.getpid())
    end = time.process_time() + 0.1
    while time.process_time() < end:
        pass
    assert sum(cpu.spent(before, cpu.threads(os.getpid())).values()) > 0.05e9


def test_threads_of_one_kind_are_added():
    before = {1: cpu.Thread("queue0:src", 10)}
    after = {1: cpu.Thread("queue0:src", 15), 2: cpu.Thread("queue1:src", 4), 3: cpu.Thread("writer", 1)}
    assert cpu.spent(before, after) == Counter({"queueN:src": 9, "writer": 1})


def test_the_daemons_address_is_found_in_its_log():
    assert daemon.address("a\n12:00 INFO [socket] listening on 127.0.0.1:4711\n") == ("127.0.0.1", 4711)
    assert daemon.address("starting") is None


def test_captured_frames_are_those_of_health():
    lines = [b'{"type":"new"}', b'{"type":"health","cameras":{"bench":{"captured":187}}}']
    assert [count for _, count in daemon.captured(iter(lines))] == [187]
    reports = iter([(1.0, 10), (2.0, 20), (3.0, 30)])
    assert daemon.after(reports, 1.5) == (2.0, 20)


def measured(total, fps=10.0, **threads):
    return Cost({**threads, "rest": total - sum(threads.values())}, fps)


def results(codec="h264", **found):
    names = {"child": table.CHILD, "alone": table.ALONE, "frigate": table.FRIGATE, "videorate": table.VIDEORATE}
    return Results("one", 10, codec, {names[row]: costs for row, costs in found.items()})


def test_a_ratio_compares_within_its_round():
    one = results(child=[measured(2), measured(8), None], alone=[measured(1), measured(8), measured(1)])
    assert one.ratio(table.ALONE) == 1.5
    assert one.median(table.CHILD) == 5
    assert one.best_ratio(table.ALONE) == 2


def test_the_child_is_its_decoding_thread_and_the_rest():
    one = results(child=[measured(5, decoding=4)])
    assert (one.decoding(), one.rest()) == (4, 1)


def test_a_row_that_was_not_measured_has_no_figure():
    last = table.table([results(child=[measured(5)], alone=[None])]).splitlines()[-1]
    assert last == "| one | - | 5.00 | 5.00 | 0.00 | - | - | - | - | - | - | - |"


def test_the_table_has_a_cell_for_each_column():
    lines = table.table([results(child=[measured(5)])]).splitlines()
    assert len({line.count("|") for line in lines}) == 1


@pytest.mark.parametrize(
    ("codec", "child", "expected"),
    [
        ("h264", 1.15, ["1.15 (best rounds 1.15), target at most 1.15: met", "0.57 (best rounds 0.57), target below 1: met"]),
        (
            "h265",
            2.0,
            ["2.00 (best rounds 2.00), target at most 1.15: MISSED", "1.00 (best rounds 1.00), target below 1: MISSED"],
        ),
        ("mjpeg", 1.0, ["0.50 (best rounds 0.50), target at most 0.5: met", "0.50 (best rounds 0.50), target below 1: met"]),
    ],
)
def test_targets_are_judged(codec, child, expected):
    rows_of = {row: [measured(cost)] for row, cost in (("child", child), ("alone", 1.0), ("frigate", 2.0), ("videorate", 2.0))}
    found = table.verdict([results(codec, **rows_of)])
    assert all(line.endswith(end) for line, end in itertools.zip_longest(found, expected))


def test_what_was_not_measured_is_not_met():
    assert all(line.endswith("not measured") for line in table.verdict([results(child=[None])]))


def test_a_row_that_did_not_keep_up_is_named():
    assert table.verdict([results(child=[measured(5, fps=8.0)])])[-1].startswith("one: fewer frames than asked for in child")


def test_unknown_streams_are_refused(capsys):
    with pytest.raises(SystemExit) as raised:
        bench.arguments(["--streams", "h264-1080p10,vp9"])
    assert raised.value.code == bench.EX_USAGE
    assert "unknown stream 'vp9'" in capsys.readouterr().err


def test_by_default_all_streams_are_measured():
    assert bench.arguments([]).streams == list(STREAMS)


def test_a_clip_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(SystemExit) as raised:
        bench.source(tmp_path / "none.mp4")
    assert raised.value.code == bench.EX_NO_INPUT
