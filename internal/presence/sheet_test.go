package presence

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"convene/internal/event"
	"convene/internal/registration"
)

// sheet reads a list at a moment.
func (h *hall) sheet(code, slot string, at time.Time) *Sheet {
	h.Helper()
	k, err := KeyOf(h.budapest, h.budapest.ByCode(code), slot)
	h.must(err)
	s, err := Read(h.Context(), h.db, h.budapest, k, at)
	h.must(err)
	return s
}

func (h *hall) withdraw(id int64, at time.Time) {
	h.Helper()
	_, err := h.desk.Withdraw(h.Context(), registration.Withdrawal{EventID: h.budapest.Event.ID, RegistrationID: id, Actor: "system", Staff: true, Now: at})
	h.must(err)
}

// numbered is who stands on a sheet: "1 anna Sample", with a plus when added after.
func numbered(s *Sheet) string {
	var all []string
	for _, r := range s.Rows {
		all = append(all, fmt.Sprintf("%d %s", r.Number, r.Name))
	}
	for _, r := range s.Added {
		all = append(all, fmt.Sprintf("+%d %s", r.Number, r.Name))
	}
	return strings.Join(all, ", ")
}

func TestAListFreezesAtItsStartAndStays(t *testing.T) {
	t.Parallel()
	h := open(t)
	anna := h.guest(h.budapest, "anna", "bp-a1")
	h.guest(h.budapest, "cleo", "bp-a1")
	start := h.budapest.ByCode("bp-a1").StartsAt
	if s := h.sheet("bp-a1", "", start.Add(-time.Second)); s.ID != 0 || s.Checksum != "" || numbered(s) != "1 anna Sample, 2 cleo Sample" {
		t.Errorf("before: %+v", s)
	}
	first := h.sheet("bp-a1", "", start)
	if first.ID == 0 || !first.FrozenAt.Equal(start) || len(first.Checksum) != 64 {
		t.Fatalf("at the start: %+v", first)
	}
	bea := h.late("bea", start.Add(9*time.Minute), "bp-a1")
	h.withdraw(anna, start.Add(10*time.Minute))
	then := h.sheet("bp-a1", "", start.Add(time.Hour))
	if got := numbered(then); got != "1 anna Sample, 2 cleo Sample, +3 bea Sample" || then.Checksum != first.Checksum || then.Rows[0].HasPlace || !then.Rows[1].HasPlace {
		t.Errorf("later: %s, %s after %s", got, then.Checksum, first.Checksum)
	}
	if added := then.Added[0]; added.RegistrationID != bea || !added.At.Equal(start.Add(9*time.Minute)) {
		t.Errorf("added %+v", added)
	}
}

// late registers somebody when registration is over.
func (h *hall) late(name string, at time.Time, choices ...string) int64 {
	h.Helper()
	s := registration.Submission{EventID: h.budapest.Event.ID, Email: name + "@example.org", Channel: registration.ChannelWeb, Now: at, Staff: true, Actor: "system",
		Details: registration.Details{Given: name, Family: "Sample", Organisation: "Szeged", Country: "HU", Function: "Mayor", Locale: "en"}}
	for _, code := range choices {
		s.Choices = append(s.Choices, registration.Choice{Activity: code})
	}
	outcome, err := h.desk.Submit(h.Context(), s)
	h.must(err)
	return outcome.RegistrationID
}

func TestWhoIsPresentWithoutAPlaceIsAdded(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.guest(h.budapest, "anna", "bp-a1")
	bea := h.guest(h.budapest, "bea")
	room := h.budapest.ByCode("bp-a1")
	h.sheet("bp-a1", "", room.StartsAt)
	h.write(h.budapest, mark(bea, room, "", Present))
	if got := numbered(h.sheet("bp-a1", "", room.StartsAt)); got != "1 anna Sample, +2 bea Sample" {
		t.Errorf("the list says %s", got)
	}
}

// Who leaves takes their number along, and nobody behind them gets another one.
func TestNumbersBelowAFrozenListStay(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.guest(h.budapest, "anna", "bp-a1")
	bea, cleo := h.guest(h.budapest, "bea"), h.guest(h.budapest, "cleo")
	room := h.budapest.ByCode("bp-a1")
	h.sheet("bp-a1", "", room.StartsAt)
	h.write(h.budapest, mark(bea, room, "", Present), mark(cleo, room, "", Present))
	h.sheet("bp-a1", "", room.StartsAt)
	h.write(h.budapest, mark(bea, room, "", Cleared))
	if got := numbered(h.sheet("bp-a1", "", room.StartsAt)); got != "1 anna Sample, +3 cleo Sample" {
		t.Errorf("after one has left, the list says %s", got)
	}
	h.write(h.budapest, mark(bea, room, "", Present))
	if got := numbered(h.sheet("bp-a1", "", room.StartsAt)); got != "1 anna Sample, +2 bea Sample, +3 cleo Sample" {
		t.Errorf("after they came back, the list says %s", got)
	}
}

// Many read a list at once to which people were just added.
func TestReadersAgreeOnNumbers(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.guest(h.budapest, "anna", "bp-a1")
	room := h.budapest.ByCode("bp-a1")
	h.sheet("bp-a1", "", room.StartsAt)
	for i := range 6 {
		h.write(h.budapest, mark(h.guest(h.budapest, fmt.Sprint("late", i)), room, "", Present))
	}
	said := make([]string, 8)
	var readers sync.WaitGroup
	for i := range said {
		readers.Go(func() {
			s, err := Read(t.Context(), h.db, h.budapest, Key{room, "", room.StartsAt}, room.StartsAt)
			if err != nil {
				t.Error(err)
				return
			}
			said[i] = numbered(s)
		})
	}
	readers.Wait()
	for _, s := range said {
		if s != said[0] || !strings.Contains(s, "+7 ") {
			t.Errorf("one reads %s, another %s", said[0], s)
		}
	}
}

func TestTheChecksumIsThatOfTheFile(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.guest(h.budapest, "=anna", "bp-a1")
	start := h.budapest.ByCode("bp-a1").StartsAt
	s := h.sheet("bp-a1", "", start)
	read, err := FrozenByID(t.Context(), h.db, h.budapest, s.ID)
	h.must(err)
	file := read.File(h.budapest)
	if sum := sha256.Sum256(file); hex.EncodeToString(sum[:]) != s.Checksum {
		t.Errorf("the file has %x, the sheet %s", sum, s.Checksum)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(file), "\ufeff"))).ReadAll()
	h.must(err)
	if len(rows) != 2 || rows[1][7] != "'=anna Sample" || rows[1][1] != "bp-a1" {
		t.Errorf("the file says %q", rows)
	}
	read.Rows[0].Function = "Minister"
	if sum := sha256.Sum256(read.File(h.budapest)); hex.EncodeToString(sum[:]) == s.Checksum {
		t.Error("another function has the same checksum")
	}
	if _, err := FrozenByID(t.Context(), h.db, h.madrid, s.ID); err == nil {
		t.Error("another event reads the list")
	}
}

func TestTheTaskFreezesWhatIsDueAndNothingTwice(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.guest(h.budapest, "anna", "bp-a1")
	at := h.budapest.ByCode("bp-a1").StartsAt
	h.must(FreezeDue(t.Context(), h.db, h.budapest.Event.StartsAt.Add(-time.Minute)))
	if kept, _ := Frozen(t.Context(), h.db, h.budapest.Event.ID); len(kept) != 0 {
		t.Fatalf("%d lists before the start", len(kept))
	}
	var both sync.WaitGroup
	for range 4 {
		both.Go(func() {
			if err := FreezeDue(t.Context(), h.db, at); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	kept, err := Frozen(t.Context(), h.db, h.budapest.Event.ID)
	h.must(err)
	due := 0
	for _, k := range Keys(h.budapest) {
		if !k.StartsAt.After(at) {
			due++
		}
	}
	if len(kept) != due || due < 3 {
		t.Errorf("%d lists are frozen, %d are due", len(kept), due)
	}
	for _, k := range kept {
		a, want := h.budapest.ByID(k.ActivityID), 1
		if a.Chosen && a.Code != "bp-a1" {
			want = 0
		}
		if k.People != want {
			t.Errorf("%d people on %s %q, want %d", k.People, a.Code, k.Slot, want)
		}
	}
	h.guest(h.budapest, "bea")
	h.must(FreezeDue(t.Context(), h.db, at.Add(time.Minute)))
	again, err := Frozen(t.Context(), h.db, h.budapest.Event.ID)
	h.must(err)
	if fmt.Sprint(again) != fmt.Sprint(kept) {
		t.Errorf("%v became %v", kept, again)
	}
}

func TestAListStaysWhenItsTimeMoves(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.guest(h.budapest, "anna", "bp-a1")
	room := h.budapest.ByCode("bp-a1")
	was := room.StartsAt
	s := h.sheet("bp-a1", "", was)
	room.StartsAt = was.Add(2 * time.Hour)
	if again := h.sheet("bp-a1", "", was.Add(time.Minute)); again.ID != s.ID || !again.StartsAt.Equal(was) {
		t.Errorf("%+v after %+v", again, s)
	}
}

func TestCountsFollowTheLists(t *testing.T) {
	t.Parallel()
	h := open(t)
	anna, bea := h.guest(h.budapest, "anna", "bp-a1", "bp-t1"), h.guest(h.budapest, "bea")
	room, trip := h.budapest.ByCode("bp-a1"), h.budapest.ByCode("bp-t1")
	h.sheet("bp-a1", "", room.StartsAt)
	h.withdraw(anna, room.StartsAt.Add(time.Minute))
	h.write(h.budapest, mark(anna, room, "", Absent), mark(bea, room, "", Present), mark(bea, trip, Out, Present))
	counts, err := Counts(t.Context(), h.db, h.budapest)
	h.must(err)
	got := map[string]string{}
	for _, c := range counts {
		got[h.budapest.ByID(c.ActivityID).Code+c.Slot] = fmt.Sprint(c.Expected, c.Present, c.Absent, c.Unmarked())
	}
	for key, want := range map[string]string{"bp-a1": "2 1 1 0", "bp-t1out": "1 1 0 0", "bp-t1back": "1 0 0 1", "bp-b1": "0 0 0 0", "event2012-12-17-pm": "1 0 0 1"} {
		if got[key] != want {
			t.Errorf("%s: %s, want %s", key, got[key], want)
		}
	}
}

func TestTheLastDeedIsUndone(t *testing.T) {
	t.Parallel()
	h := open(t)
	anna, bea, room := h.guest(h.budapest, "anna"), h.guest(h.budapest, "bea"), h.budapest.ByCode("bp-a1")
	h.write(h.budapest, mark(anna, room, "", Absent))
	at := func(d time.Duration, account int64, marks ...Mark) {
		_, err := Write(t.Context(), h.db, now.Add(d), account, h.budapest.Event.ID, marks)
		h.must(err)
	}
	at(time.Minute, 0, mark(anna, room, "", Present), mark(bea, room, "", Present))
	last, err := Last(t.Context(), h.db, room.ID, "")
	h.must(err)
	if last.Marks != 2 {
		t.Fatalf("the last deed made %d marks", last.Marks)
	}
	n, err := Undo(t.Context(), h.db, now.Add(time.Hour), 0, h.budapest.Event.ID, room.ID, "", *last)
	h.must(err)
	marked, err := At(t.Context(), h.db, room.ID, "")
	h.must(err)
	if n != 2 || marked[anna].State != Absent || len(marked) != 1 {
		t.Errorf("%d were taken back: %+v", n, marked)
	}
	if n, _ = Undo(t.Context(), h.db, now.Add(2*time.Hour), 0, h.budapest.Event.ID, room.ID, "", *last); n != 0 {
		t.Errorf("twice takes back %d", n)
	}
}

// Who is marked while somebody undoes keeps that mark.
func TestUndoingWaitsForWhoMarks(t *testing.T) {
	t.Parallel()
	h := open(t)
	anna, bea, room := h.guest(h.budapest, "anna"), h.guest(h.budapest, "bea"), h.budapest.ByCode("bp-a1")
	h.write(h.budapest, mark(anna, room, "", Present), mark(bea, room, "", Present))
	last, err := Last(t.Context(), h.db, room.ID, "")
	h.must(err)
	tx, err := h.db.BeginTx(t.Context(), nil)
	h.must(err)
	defer func() { _ = tx.Rollback() }()
	_, err = Write(t.Context(), tx, now.Add(time.Minute), 0, h.budapest.Event.ID, []Mark{mark(anna, room, "", Absent)})
	h.must(err)
	undone := make(chan error, 1)
	go func() {
		_, err := Undo(t.Context(), h.db, now.Add(2*time.Minute), 0, h.budapest.Event.ID, room.ID, "", *last)
		undone <- err
	}()
	for waits := 0; waits == 0; {
		h.must(h.db.NewRaw(`select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`).Scan(t.Context(), &waits))
	}
	h.must(tx.Commit())
	h.must(<-undone)
	marked, err := At(t.Context(), h.db, room.ID, "")
	h.must(err)
	if marked[anna].State != Absent || len(marked) != 1 {
		t.Errorf("the marks are %+v", marked)
	}
}

func TestAnEventWithoutWorkHasOneList(t *testing.T) {
	t.Parallel()
	root := event.Activity{ID: 1, Kind: event.KindEvent, Code: event.RootCode, StartsAt: now}
	p := &event.Programme{Activities: []event.Activity{root, {ID: 2, Kind: event.KindMeal, Code: "lunch", StartsAt: now}}}
	keys := Keys(p)
	if len(keys) != 1 || keys[0].Slot != "" || !keys[0].StartsAt.Equal(now) {
		t.Errorf("lists %+v", keys)
	}
}

// What docs/configure.md tells to do for somebody who is to be erased does it, and
// leaves the proof until that is taken away as well.
func TestErasingAPersonAsTheDocsSay(t *testing.T) {
	t.Parallel()
	h := open(t)
	anna := h.guest(h.budapest, "anna", "bp-a1")
	room := h.budapest.ByCode("bp-a1")
	frozen := h.sheet("bp-a1", "", room.StartsAt)
	h.write(h.budapest, mark(anna, room, "", Present))
	h.withdraw(anna, room.StartsAt.Add(time.Minute))
	var person int64
	h.must(h.db.NewRaw("select person_id from registration where id = ?", anna).Scan(t.Context(), &person))
	docs, err := os.ReadFile("../../docs/configure.md")
	h.must(err)
	var told []string
	for _, part := range strings.Split(string(docs), "```sql\n")[1:] {
		sql, _, _ := strings.Cut(part, "```")
		told = append(told, strings.NewReplacer("4711", fmt.Sprint(anna), "815", fmt.Sprint(person)).Replace(sql))
	}
	if len(told) != 2 {
		t.Fatalf("the docs have %d steps", len(told))
	}
	count := func(what, from string) (n int) {
		h.must(h.db.NewRaw("select count(*) from "+from).Scan(t.Context(), &n))
		t.Logf("%s: %d", what, n)
		return n
	}
	_, err = h.db.Exec(told[0])
	h.must(err)
	if count("people", "person")+count("marks", "presence")+count("mails", "mail") != 0 {
		t.Error("something of her is left")
	}
	if again := h.sheet("bp-a1", "", room.StartsAt.Add(time.Hour)); again.Checksum != frozen.Checksum || string(again.File(h.budapest)) != string(frozen.File(h.budapest)) {
		t.Error("the proof went with her")
	}
	_, err = h.db.Exec(told[1])
	h.must(err)
	if count("named", "sheet_row where name <> '' or email <> ''") != 0 {
		t.Error("the list still names her")
	}
}
