package account_test

import (
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"convene/internal/account"
	"convene/internal/fault"
	"convene/internal/mail"
	"convene/internal/postgres"
	"convene/internal/postgres/pgtest"
)

func request(email string) account.EntryRequest {
	return account.EntryRequest{Email: email, Locale: "fr", Target: "/events/budapest/register",
		EventTitle: "Seminar", BaseURL: "https://convene.example.org"}
}

func start(t *testing.T, db *postgres.DB, at time.Time, email string) int64 {
	t.Helper()
	id, err := account.StartEntry(t.Context(), db.DB, at, request(email))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// newest reads the code and the token from the newest mail, as a person would.
func newest(t *testing.T, db *postgres.DB) (code, token string) {
	t.Helper()
	kept, err := mail.List(t.Context(), db, 1, 0)
	if err != nil || len(kept) != 1 {
		t.Fatalf("%d mails, error %v", len(kept), err)
	}
	letter, err := mail.Read(t.Context(), db, kept[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	code = regexp.MustCompile(`\b[0-9]{6}\b`).FindString(letter.Text)
	link := regexp.MustCompile(`https://convene\.example\.org` + account.EntryPath + `([a-z2-7]{32})`).FindStringSubmatch(letter.Text)
	if code == "" || link == nil {
		t.Fatalf("the mail has no code or no link:\n%s", letter.Text)
	}
	return code, link[1]
}

// other gives a code that is not this one.
func other(code string) string {
	return string('0'+(code[0]-'0'+1)%10) + code[1:]
}

func TestTheCodeOfTheMailEntersOnce(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	id := start(t, db, now, "Ana@example.org")
	code, token := newest(t, db)
	got, err := account.EnterByCode(t.Context(), db.DB, now.Add(9*time.Minute), id, code[:3]+" "+code[3:])
	if err != nil || *got != (account.Entry{Email: "ana@example.org", Locale: "fr", Target: "/events/budapest/register"}) {
		t.Fatalf("entered as %+v, error %v", got, err)
	}
	if _, err := account.EnterByCode(t.Context(), db.DB, now, id, code); !fault.Is(err, fault.Gone) {
		t.Errorf("the code again: %v", err)
	}
	if _, err := account.EnterByLink(t.Context(), db.DB, now, token); !fault.Is(err, fault.Gone) {
		t.Errorf("the link after the code: %v", err)
	}
}

func TestTheLinkOfTheMailEntersOnce(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	id := start(t, db, now, "ana@example.org")
	code, token := newest(t, db)
	if got, err := account.EnterByLink(t.Context(), db.DB, now, strings.ToUpper(token)); err != nil || got.Email != "ana@example.org" {
		t.Fatalf("entered as %+v, error %v", got, err)
	}
	if _, err := account.EnterByLink(t.Context(), db.DB, now, token); !fault.Is(err, fault.Gone) {
		t.Errorf("the link again: %v", err)
	}
	if _, err := account.EnterByCode(t.Context(), db.DB, now, id, code); !fault.Is(err, fault.Gone) {
		t.Errorf("the code after the link: %v", err)
	}
}

func TestAWayInEndsAfterTenMinutes(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	id := start(t, db, now, "ana@example.org")
	code, token := newest(t, db)
	late := now.Add(10 * time.Minute)
	if _, err := account.EnterByCode(t.Context(), db.DB, late, id, code); !fault.Is(err, fault.Gone) {
		t.Errorf("the code: %v", err)
	}
	if _, err := account.EnterByLink(t.Context(), db.DB, late, token); !fault.Is(err, fault.Gone) {
		t.Errorf("the link: %v", err)
	}
	if _, err := account.EnterByCode(t.Context(), db.DB, now, id+1, code); !fault.Is(err, fault.Gone) {
		t.Errorf("a way in that never was: %v", err)
	}
	if _, err := account.EnterByLink(t.Context(), db.DB, now, "nonsense"); !fault.Is(err, fault.Gone) {
		t.Errorf("a link that never was: %v", err)
	}
}

func TestTheFifthTryMayBeRight(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	id := start(t, db, now, "ana@example.org")
	code, _ := newest(t, db)
	for left := 4; left > 0; left-- {
		_, err := account.EnterByCode(t.Context(), db.DB, now, id, other(code))
		if f := fault.As(err); f == nil || f.Kind != fault.Invalid || (left > 1 && f.Args[0] != left) {
			t.Fatalf("with %d tries left: %v", left, err)
		}
	}
	if _, err := account.EnterByCode(t.Context(), db.DB, now, id, code); err != nil {
		t.Errorf("the fifth try: %v", err)
	}
}

// Fifty guesses at once are five tries, and then the right code comes too late;
// the link, which nobody can guess, is still good.
func TestGuessesAtOnceAreFive(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	id := start(t, db, now, "ana@example.org")
	code, token := newest(t, db)
	var looked, closed atomic.Int32
	var guesses sync.WaitGroup
	for range 50 {
		guesses.Go(func() {
			_, err := account.EnterByCode(t.Context(), db.DB, now, id, other(code))
			switch {
			case fault.Is(err, fault.Invalid):
				looked.Add(1)
			case fault.Is(err, fault.TooMany):
				closed.Add(1)
			default:
				t.Errorf("a guess: %v", err)
			}
		})
	}
	guesses.Wait()
	// the fifth try is counted and closes the door itself
	if looked.Load() != 4 || closed.Load() != 46 {
		t.Errorf("%d guesses left tries, %d found it closed; want 4 and 46", looked.Load(), closed.Load())
	}
	var tries int
	if err := db.NewRaw("select tries from entry where id = ?", id).Scan(t.Context(), &tries); err != nil || tries != 5 {
		t.Errorf("%d tries were counted, error %v", tries, err)
	}
	if _, err := account.EnterByCode(t.Context(), db.DB, now, id, code); !fault.Is(err, fault.TooMany) {
		t.Errorf("the right code after five wrong ones: %v", err)
	}
	if _, err := account.EnterByLink(t.Context(), db.DB, now, token); err != nil {
		t.Errorf("the link after five wrong codes: %v", err)
	}
}

func TestTheRightCodeAtOnceEntersOnce(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	id := start(t, db, now, "ana@example.org")
	code, token := newest(t, db)
	var entered atomic.Int32
	var tries sync.WaitGroup
	for i := range 8 {
		tries.Go(func() {
			enter := func() (*account.Entry, error) { return account.EnterByLink(t.Context(), db.DB, now, token) }
			if i%2 == 0 {
				enter = func() (*account.Entry, error) { return account.EnterByCode(t.Context(), db.DB, now, id, code) }
			}
			if _, err := enter(); err == nil {
				entered.Add(1)
			} else if !fault.Is(err, fault.Gone) {
				t.Error(err)
			}
		})
	}
	tries.Wait()
	if entered.Load() != 1 {
		t.Errorf("%d entered by one code and its link", entered.Load())
	}
}

func TestAnAddressIsNotFloodedWithCodes(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	start(t, db, now, "ana@example.org")
	refused := func(at time.Time, wait time.Duration) {
		t.Helper()
		_, err := account.StartEntry(t.Context(), db.DB, at, request("ANA@example.org"))
		if f := fault.As(err); f == nil || f.Kind != fault.TooMany || f.RetryAfter != wait {
			t.Errorf("asked %v after the first: %v, want to wait %v", at.Sub(now), err, wait)
		}
	}
	refused(now.Add(59*time.Second), time.Second)
	for i := 1; i < 5; i++ {
		start(t, db, now.Add(time.Duration(i)*time.Minute), "ana@example.org")
	}
	refused(now.Add(30*time.Minute), 30*time.Minute)
	start(t, db, now.Add(30*time.Minute), "béla@example.org")
	start(t, db, now.Add(time.Hour), "ana@example.org")
}

// Without the lock two requests at once would both find that none was sent.
func TestRequestsAtOnceSendOneMail(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	var sent atomic.Int32
	var asked sync.WaitGroup
	for range 8 {
		asked.Go(func() {
			_, err := account.StartEntry(t.Context(), db.DB, now, request("ana@example.org"))
			if err == nil {
				sent.Add(1)
			} else if !fault.Is(err, fault.TooMany) {
				t.Error(err)
			}
		})
	}
	asked.Wait()
	mails, err := mail.List(t.Context(), db, 10, 0)
	if err != nil || len(mails) != 1 || sent.Load() != 1 {
		t.Errorf("%d were told it was sent, %d mails, error %v", sent.Load(), len(mails), err)
	}
}

// Nobody who reads the table finds a code or a token in it.
func TestOnlyHashesAreStored(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	start(t, db, now, "ana@example.org")
	code, token := newest(t, db)
	var text string
	if err := db.NewRaw("select entry::text || encode(code_hash, 'escape') || encode(link_hash, 'escape') from entry").Scan(t.Context(), &text); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(text, code) || strings.Contains(text, token) {
		t.Errorf("the row shows a secret: %s", text)
	}
}
