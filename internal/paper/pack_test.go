package paper

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"convene/internal/fault"
	"convene/internal/postgres"
	"convene/internal/registration"
)

// pressOf is a press whose clock stands still at now.
func pressOf(db *postgres.DB, at time.Time) *Press {
	return NewPress(db.DB, secret, slog.New(slog.DiscardHandler), func() time.Time { return at })
}

// asked asks for the pack of an event.
func asked(t *testing.T, db *postgres.DB, eventID int64) int64 {
	t.Helper()
	number, err := AskPack(t.Context(), db, now, eventID, 0, "en")
	if err != nil {
		t.Fatal(err)
	}
	return number
}

// opened reads a pack that is done.
func opened(t *testing.T, db *postgres.DB, eventID, id int64) (*Pack, *zip.Reader) {
	t.Helper()
	pack, err := PackOf(t.Context(), db, eventID, id)
	if err != nil || pack.State != PackDone {
		t.Fatalf("%+v: %v", pack, err)
	}
	var body bytes.Buffer
	if err := ReadPack(t.Context(), db, pack, func(part []byte) error { body.Write(part); return nil }); err != nil {
		t.Fatal(err)
	}
	if int64(body.Len()) != pack.Size {
		t.Errorf("%d bytes of %d", body.Len(), pack.Size)
	}
	files, err := zip.NewReader(bytes.NewReader(body.Bytes()), pack.Size)
	if err != nil {
		t.Fatal(err)
	}
	return pack, files
}

func TestThePackHoldsEveryPaper(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, delegates...)
	number := asked(t, db, id)
	if again, err := AskPack(t.Context(), db, now, id, 0, "fr"); again != number || err != nil {
		t.Errorf("a second click asks for pack %d, %v; want the first, %d", again, err, number)
	}
	if made, err := pressOf(db, now).Once(t.Context()); !made || err != nil {
		t.Fatal(made, err)
	}
	pack, files := opened(t, db, id, number)
	if pack.Done != pack.Total || pack.Total == 0 || pack.Step != "" {
		t.Errorf("ended at %d of %d, %q", pack.Done, pack.Total, pack.Step)
	}
	for _, name := range []string{"badges/budapest-badges.pdf", "lists/budapest-attendance.pdf", "lists/budapest-attendance-a1.pdf", "lists/budapest-passengers-bus.pdf",
		"venue/budapest-tents.pdf", "venue/budapest-room-signs.pdf", "venue/budapest-meals.pdf"} {
		file, err := files.Open(name)
		if err != nil {
			t.Error(err)
			continue
		}
		if body, err := io.ReadAll(file); err != nil || !bytes.HasPrefix(body, []byte("%PDF-")) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, file := range files.File {
		if strings.Contains(file.Name, "guide") || strings.Contains(file.Name, "participants") {
			t.Errorf("the pack keeps %s", file.Name)
		}
	}
	readMe, err := files.Open("READ-ME.txt")
	if err != nil {
		t.Fatal(err)
	}
	text, _ := io.ReadAll(readMe)
	for _, want := range []string{"Sample data", "As of 23 November 2026, 11:00 (Budapest time, UTC+1)", "Оlena Zahorodna: A word mixes letters of two alphabets"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the READ-ME lacks %q:\n%s", want, text)
		}
	}
	if n := strings.Count(string(text), "Оlena Zahorodna"); n != 1 {
		t.Errorf("the READ-ME warns of her %d times:\n%s", n, text)
	}
}

// Each design is a file of its own, and whoever was printed is not late any more.
func TestThePacksBadgesAreNotedByDesign(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, delegates...)
	if err := SaveChoice(t.Context(), db.DB, id, Choice{registration.Speaker: "a6-portrait"}); err != nil {
		t.Fatal(err)
	}
	number := asked(t, db, id)
	if _, err := pressOf(db, now).Once(t.Context()); err != nil {
		t.Fatal(err)
	}
	pack, files := opened(t, db, id, number)
	if late, err := Wearers(t.Context(), db, request(id, "", "en"), Selection{State: Late}); err != nil || len(late) != len(delegates) {
		t.Errorf("%d people are late before anybody took the pack, %v", len(late), err)
	}
	if err := TakePack(t.Context(), db, pack); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"badges/budapest-badges-a7-eight.pdf", "badges/budapest-badges-a6-portrait.pdf"} {
		if _, err := files.Open(name); err != nil {
			t.Error(err)
		}
	}
	late, err := Wearers(t.Context(), db, request(id, "", "en"), Selection{State: Late})
	if err != nil || len(late) != 0 {
		t.Errorf("%d people are late after everybody was printed, %v", len(late), err)
	}
}

// Numbers in warnings survive the database.
func TestWarningsOfAPackReadAsTheyWere(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("Pseudopseudohypoparathyreoidismus ", 3)
	db, id := seminar(t, guest{given: "O", badge: long, body: "Szeged", country: "HU"})
	number := asked(t, db, id)
	if _, err := pressOf(db, now).Once(t.Context()); err != nil {
		t.Fatal(err)
	}
	pack, _ := opened(t, db, id, number)
	warnings, err := pack.PackWarnings()
	if err != nil || len(warnings) == 0 {
		t.Fatal(warnings, err)
	}
	if said := warnings[0].String(); strings.Contains(said, "%!") {
		t.Error(said)
	}
}

// A program dies over a pack: another takes it up after a minute, and not before;
// what the first still writes does not mix with it.
func TestAPackOutlivesItsMaker(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, delegates...)
	number := asked(t, db, id)
	first := pressOf(db, now)
	abandoned, err := first.claim(t.Context())
	if err != nil || abandoned == nil {
		t.Fatal(abandoned, err)
	}
	if made, err := pressOf(db, now.Add(pressSilence-time.Second)).Once(t.Context()); made || err != nil {
		t.Errorf("taken from somebody who works: %v, %v", made, err)
	}
	if made, err := pressOf(db, now.Add(pressSilence+time.Second)).Once(t.Context()); !made || err != nil {
		t.Fatal(made, err)
	}
	if err := first.beat(t.Context(), abandoned, 1, 2, "x"); !errors.Is(err, errTaken) {
		t.Errorf("the first goes on: %v", err)
	}
	late := &partWriter{ctx: t.Context(), db: db.DB, pack: abandoned}
	if _, err := late.Write([]byte("not a ZIP")); err != nil {
		t.Fatal(err)
	}
	if err := late.flush(); err != nil {
		t.Fatal(err)
	}
	opened(t, db, id, number)
}

// Badges of a try that came to nothing are not on the list of prints, nor are those
// of a pack that is erased before anybody took it.
func TestBadgesThatNobodyTookWereNotPrinted(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, delegates...)
	number := asked(t, db, id)
	press := pressOf(db, now)
	for range 2 {
		if _, err := db.NewRaw(`update pack set state = 'queued', ended_at = null`).Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := press.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	pack, _ := opened(t, db, id, number)
	if err := TakePack(t.Context(), db, pack); err != nil {
		t.Fatal(err)
	}
	if prints, err := Prints(t.Context(), db, id, "", 0); err != nil || len(prints) != 1 {
		t.Errorf("%d prints of a pack that was begun twice, %v", len(prints), err)
	}
	if _, err := AskPack(t.Context(), db, now, id, 0, "en"); err != nil {
		t.Fatal(err)
	}
	if _, err := press.Once(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := PurgePacks(t.Context(), db, now.Add(2*PackLasts)); err != nil {
		t.Fatal(err)
	}
	if prints, err := Prints(t.Context(), db, id, "", 0); err != nil || len(prints) != 1 {
		t.Errorf("%d prints after a pack that nobody took was erased, %v", len(prints), err)
	}
}

func TestAPackThatNeverWorksHasFailed(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, delegates...)
	number := asked(t, db, id)
	press := pressOf(db, now)
	for range mostAttempts {
		ctx, cancel := context.WithCancel(t.Context())
		pack, err := press.claim(ctx)
		if err != nil || pack == nil {
			t.Fatal(pack, err)
		}
		cancel() // the program is stopped
		if err := press.giveBack(ctx, pack); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := press.Once(t.Context()); err != nil {
		t.Fatal(err)
	}
	pack, err := PackOf(t.Context(), db, id, number)
	if err != nil || pack.State != PackFailed {
		t.Errorf("%+v, %v", pack, err)
	}
	if next, err := AskPack(t.Context(), db, now, id, 0, "en"); next == number || err != nil {
		t.Errorf("asked again, it is %d: %v", next, err)
	}
}

func TestAPackIsErasedAfterADay(t *testing.T) {
	t.Parallel()
	db, id := seminar(t)
	number := asked(t, db, id)
	for _, c := range []struct {
		after time.Duration
		kept  bool
	}{{PackLasts - time.Second, true}, {PackLasts + time.Second, false}} {
		if err := PurgePacks(t.Context(), db, now.Add(c.after)); err != nil {
			t.Fatal(err)
		}
		if _, err := PackOf(t.Context(), db, id, number); fault.Is(err, fault.NotFound) == c.kept {
			t.Errorf("after %s: %v", c.after, err)
		}
	}
	if _, err := PackOf(t.Context(), db, id+1, number); !fault.Is(err, fault.NotFound) {
		t.Error("another event's pack is found:", err)
	}
}

// A pack larger than a part comes out as it went in.
func TestPartsJoin(t *testing.T) {
	t.Parallel()
	db, id := seminar(t)
	number := asked(t, db, id)
	w := &partWriter{ctx: t.Context(), db: db.DB, pack: &Pack{ID: number, Attempt: 1}}
	var want bytes.Buffer
	for i := range 50 {
		piece := bytes.Repeat([]byte{byte(i)}, 70_000)
		want.Write(piece)
		if n, err := w.Write(piece); n != len(piece) || err != nil {
			t.Fatal(n, err)
		}
	}
	if err := w.flush(); err != nil || w.n < 2 {
		t.Fatal(w.n, err)
	}
	var got bytes.Buffer
	if err := ReadPack(t.Context(), db, w.pack, func(part []byte) error { got.Write(part); return nil }); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want.Bytes()) || w.size != int64(want.Len()) {
		t.Errorf("%d bytes came out of %d", got.Len(), want.Len())
	}
}
