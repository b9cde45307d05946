package mail

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"

	"convene/internal/postgres"
	"convene/internal/postgres/pgtest"
)

// message is a letter about one registration of event 1.
func message(t *testing.T, id int) Message {
	t.Helper()
	return Message{
		Key: fmt.Sprintf("registration:%d:1", id), To: fmt.Sprintf("person%d@example.org", id), Locale: "en",
		EventID: 1, RegistrationID: int64(id), Content: sampleRegistration(t, Confirmed),
	}
}

func enqueue(t *testing.T, db bun.IDB, ms ...Message) {
	t.Helper()
	if err := Enqueue(t.Context(), db, made, ms...); err != nil {
		t.Fatal(err)
	}
}

// queue is enqueue the desk's way.
func queue(t *testing.T, db *postgres.DB, ms ...Message) {
	t.Helper()
	var b pgx.Batch
	if err := Queue(&b, made, ms); err != nil {
		t.Fatal(err)
	}
	if got, want := b.Len(), min(len(ms), 1); got != want {
		t.Errorf("%d statements for %d letters", got, len(ms))
	}
	if err := db.Pool.SendBatch(t.Context(), &b).Close(); err != nil {
		t.Fatal(err)
	}
}

// rowsOf gives the whole outbox in order of key.
func rowsOf(t *testing.T, db bun.IDB) (rows []row) {
	t.Helper()
	if err := db.NewRaw("select "+rowColumns+" from mail order by key").Scan(t.Context(), &rows); err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestBothWaysIntoTheOutboxAreOne(t *testing.T) {
	t.Parallel()
	one, two := pgtest.New(t), pgtest.New(t)
	nasty := message(t, 3)
	r := nasty.Content.(Registration)
	r.Name, r.EventTitle = "O'Neill {\"a\",NULL} \\ \x00 \u2028 $1 ?", `back\slash "quote" {brace}, ?`
	nasty.Content = r
	ms := []Message{message(t, 2), message(t, 1), nasty, {Key: "entry:9", To: "bo@example.org", Locale: "fr", Content: sampleEntry()}}
	enqueue(t, one, ms...)
	queue(t, two, ms...)
	first, second := rowsOf(t, one), rowsOf(t, two)
	if len(first) != 4 || len(second) != 4 {
		t.Fatalf("%d and %d rows", len(first), len(second))
	}
	for i := range first {
		if first[i].MessageID == second[i].MessageID || len(first[i].MessageID) != 26 {
			t.Errorf("message ids %q and %q", first[i].MessageID, second[i].MessageID)
		}
		first[i].MessageID, second[i].MessageID = "", ""
		if !reflect.DeepEqual(first[i], second[i]) {
			t.Errorf("the two ways differ:\n%+v\n%+v", first[i], second[i])
		}
	}
	wantContent(t, first[3], withoutNULs(r))
	wantContent(t, first[0], sampleEntry())
}

func withoutNULs(r Registration) Registration {
	r.Name = strings.ReplaceAll(r.Name, "\x00", "")
	return r
}

// wantContent compares what a row's data says with the content it was made from.
func wantContent(t *testing.T, r row, want Content) {
	t.Helper()
	got, err := decode(r.Kind, r.Data)
	if err != nil {
		t.Fatal(err)
	}
	g, _ := json.Marshal(got)
	w, _ := json.Marshal(want)
	if string(g) != string(w) {
		t.Errorf("content\n%s, want\n%s", g, w)
	}
}

func TestOneLetterAKey(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	enqueue(t, db, message(t, 1), message(t, 1))
	before := rowsOf(t, db)
	again := message(t, 1)
	again.To = "else@example.org"
	enqueue(t, db, again, message(t, 2))
	queue(t, db, again, again)
	after := rowsOf(t, db)
	if len(before) != 1 || len(after) != 2 || !reflect.DeepEqual(before[0], after[0]) {
		t.Errorf("%d letters, then %d; the first became %+v", len(before), len(after), after[0])
	}
}

func TestNoLettersNoStatement(t *testing.T) {
	t.Parallel()
	var b pgx.Batch
	if err := Queue(&b, made, nil); err != nil || b.Len() != 0 {
		t.Errorf("%d statements, %v", b.Len(), err)
	}
	if err := Enqueue(t.Context(), nil, made); err != nil {
		t.Error(err)
	}
}

func TestLetterOfARolledBackDeedIsGone(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	enqueue(t, tx, message(t, 1))
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if rows := rowsOf(t, db); len(rows) != 0 {
		t.Errorf("%d letters about something that never happened", len(rows))
	}
}

func TestUnknownKindIsRefused(t *testing.T) {
	t.Parallel()
	var b pgx.Batch
	m := message(t, 1)
	m.Content = Registration{Deed: "greeting"}
	if err := Queue(&b, made, []Message{m}); err == nil || b.Len() != 0 {
		t.Errorf("a letter nobody can write was queued: %v", err)
	}
}
