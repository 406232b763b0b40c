"""A new signing key: old seals still prove, whoever trusts the old key or the new one is convinced, nobody else."""

import json
import subprocess
import sys

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

import verify
from crawler.database import open_engine
from crawler.evidence.key import key_file, load_key, make_key, public_pem
from crawler.evidence.rotation import load_changes, path_between, rotate_key
from crawler.evidence.seal import NotSealed, read_seal, seal_folder
from crawler.judged import Finding
from crawler.seals import Seal
from monitor.case import make_case, write_zip
from tests.evidence.attacks import unpack
from tests.evidence.sealed import fill_with_bytes, judge_and_seal
from tests.monitor.filled import LAST, ROOT


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    """Settings of a store whose nights are sealed and whose key was changed afterwards, twice; the three keys."""
    settings = fill_with_bytes(tmp_path_factory.mktemp("data"))
    judge_and_seal(settings)
    keys = [public_pem(load_key(settings).public_key())]
    for _ in range(2):
        rotate_key(settings)
        keys.append(public_pem(load_key(settings).public_key()))
    with Session(open_engine(settings.database)) as session:
        mark = session.scalars(select(Finding.fingerprint).where(Finding.kind == "section_stale")).first()
        return settings, keys, make_case(session, settings, mark)


def test_old_seals_prove_to_whoever_trusts_any_of_the_keys(changed):
    _, keys, case = changed
    for key in keys:
        assert any("thay 2 lần" in line for line in verify.verify(case, key).checked)
    assert verify.verify(case, keys[0], keys[2]).finding is not None


def test_a_foreign_key_is_not_trusted(changed, tmp_path):
    _, _, case = changed
    make_key(tmp_path / "foreign.key")
    foreign = public_pem(load_key(changed[0].model_copy(update={"secret_file": tmp_path / "foreign.key"})).public_key())
    with pytest.raises(verify.Refused, match="khóa khác"):
        verify.verify(case, foreign)


def test_a_change_that_the_old_key_did_not_sign_is_refused(changed):
    settings, keys, case = changed
    files = unpack(case)
    body = json.loads(files["case.json"])
    for step, value in (("signature", "00" * 64), ("change", body["changes"][1]["change"])):
        forged = json.loads(files["case.json"])
        forged["changes"][0][step] = value
        text = json.dumps(verify.order(forged), ensure_ascii=False, separators=(",", ":")).encode()
        again = write_zip(files | {"case.json": text, "case.sig": load_key(settings).sign(text)})
        with pytest.raises(verify.Refused, match="lần thay khóa"):
            verify.verify(again, keys[0])


def test_seals_stay_as_they_were_and_the_next_one_follows_them(changed):
    settings, keys, _ = changed
    with Session(open_engine(settings.database)) as session:
        rows = list(session.scalars(select(Seal).order_by(Seal.seq)))
    assert len({row.key for row in rows}) == 1
    assert all(read_seal(seal_folder(settings, row.night, row.version)) for row in rows)
    assert (seal_folder(settings, LAST, 1) / "signer.pub").read_bytes() == keys[0]


def test_a_change_that_was_cut_short_is_finished(tmp_path):
    settings = fill_with_bytes(tmp_path)
    judge_and_seal(settings)
    first = rotate_key(settings)
    key = key_file(settings)
    now, coming = key.read_bytes(), key.with_name(key.name + ".new")
    make_key(coming)  # killed after the new key was made, before the change was written
    second = rotate_key(settings)
    assert second.came_from == first.came_to and not coming.exists() and key.read_bytes() != now
    changes = load_changes(settings)
    between = path_between(changes, first.came_from, second.came_to)
    assert [change.came_to for change in between] == [first.came_to, second.came_to]
    assert path_between(changes, second.came_to, first.came_to) is None
    folder = settings.data_dir / "seals/keys/1"
    (folder / "change.json").write_bytes((folder / "change.json").read_bytes().replace(b"soi-cong", b"soi-song"))
    with pytest.raises(NotSealed, match="phục hồi thư mục này từ bản sao lưu"):
        load_changes(settings)


def test_the_command(changed):
    settings, keys, _ = changed
    done = subprocess.run([sys.executable, "-m", "crawler", "rotate-key"], cwd=ROOT, capture_output=True, text=True,
                          check=False, env={"PATH": "/usr/bin:/bin", "SOICONG_DATA_DIR": str(settings.data_dir)})
    assert done.returncode == 0 and "Khóa mới" in done.stderr, done.stderr
    assert len(load_changes(settings)) == 3 and public_pem(load_key(settings).public_key()) not in keys
