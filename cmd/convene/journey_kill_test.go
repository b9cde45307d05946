package main

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"convene/internal/postgres"
	"convene/internal/postgres/pgtest"
)

// How many sign up at once, how long after one another, and after how many
// answers the program is killed: some are answered by then, some have sent their
// form, some have not.
const (
	crowd     = 40
	interval  = 20 * time.Millisecond
	killAfter = 12
	tooLate   = 3 // come when the program is dead
	seminar   = "seminar"

	workshopPlaces = 24 // of the one that everybody wants
)

var waitingNumber = regexp.MustCompile(`Waiting list, number (\d+)`)

// hasty is one of the crowd: at the last page of the form, ready to send it.
type hasty struct {
	*client
	email     string
	form      url.Values
	answered  bool   // the program said that the registration is kept
	reference string // as it was shown, "" when the program died first
}

// TestKilledInTheMiddleOfSignUps: a program that serves a real event is killed
// while people sign up. What it had acknowledged is there after the next start,
// what was not sent can be sent again, and every letter arrives.
func TestKilledInTheMiddleOfSignUps(t *testing.T) {
	t.Parallel()
	at := prepareSite(t, pgtest.EmptyURL(t))
	letters := at.letters

	s := at.serve("serve")
	people := gather(t, s, letters)
	letters.takes.Store(int64(100 * time.Millisecond)) // so that some are on their way
	storm(t, s, people)
	letters.takes.Store(0)
	if unsent := count(people, func(p *hasty) bool { return p.answered && len(letters.confirmations(p.email)) == 0 }); unsent == 0 {
		t.Fatal("everybody had their letter before the program was killed: this proves nothing")
	}
	first := s.notes.String()

	s = at.serve("serve")
	resume(t, people)
	at.run("doctor").wants(t, doctorsCode(t, at.database), "ok    places")
	fastForward(t, at.database)
	everyLetterArrives(t, letters, people)
	s.stop(t, syscall.SIGTERM)
	for _, p := range people {
		if strings.Contains(first+s.notes.String(), p.email) {
			t.Errorf("the log names %s", p.email)
		}
	}
}

// gather brings everybody to the last page. Each comes from an address of their
// own, as a proxy reports it, or the limits would stop them.
func gather(t *testing.T, s *server, letters *sink) []*hasty {
	t.Helper()
	var people []*hasty
	for n := range crowd {
		h := &hasty{email: fmt.Sprintf("guest%02d@example.org", n)}
		h.client = newClient(t, s.url, func(to string) string { return letters.code(t, to) })
		h.from = fmt.Sprintf("192.0.2.%d", n+1)
		h.http.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
			h.answered = h.answered || strings.HasSuffix(r.URL.Path, "/register/result")
			return nil
		}
		h.form = h.upToCheck(seminar, h.email, "choice.bp-w1=bp-c1")
		people = append(people, h)
	}
	return people
}

// code waits for the six digits in the newest letter to an address.
func (s *sink) code(t *testing.T, to string) (code string) {
	t.Helper()
	eventually(t, "a code for "+to, func() bool {
		if got := s.to(to); len(got) > 0 {
			code = sixDigits(got[len(got)-1])
		}
		return code != ""
	})
	return code
}

const checkPage = "/events/" + seminar + "/register/check"

// storm lets everybody send their form and kills the program meanwhile.
func storm(t *testing.T, s *server, people []*hasty) {
	t.Helper()
	answers, killed := make(chan struct{}, crowd), make(chan struct{})
	var all sync.WaitGroup
	for n, p := range people {
		all.Go(func() {
			if time.Sleep(time.Duration(n) * interval); n >= crowd-tooLate {
				<-killed // however fast the program is, or slow this machine
			}
			if a, err := p.send(t.Context(), checkPage, p.form); err == nil && p.answered {
				p.reference = referenceOf.FindString(plain(a.body))
			} // otherwise the program is dead, as it should be
			if p.answered {
				answers <- struct{}{}
			}
		})
	}
	for range killAfter {
		select {
		case <-answers:
		case <-time.After(patience):
			t.Fatal("nobody is answered")
		}
	}
	if err := s.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	close(killed)
	all.Wait()
	_ = s.Wait() // "signal: killed"
	answered := count(people, func(p *hasty) bool { return p.answered })
	if answered == crowd {
		t.Fatal("everybody was answered before the program was killed: this proves nothing")
	}
	t.Logf("%d of %d were answered before the program was killed", answered, crowd)
}

func count[T any](all []T, is func(T) bool) (n int) {
	for _, one := range all {
		if is(one) {
			n++
		}
	}
	return n
}

// resume looks whether everything acknowledged is there, lets the others send the
// same form again, and checks that the small workshop has its places and its queue.
func resume(t *testing.T, people []*hasty) {
	t.Helper()
	const result = "/events/" + seminar + "/register/result"
	references, queue := map[string]bool{}, []int{}
	for _, p := range people {
		path, form := result, url.Values(nil)
		if !p.answered {
			path, form = checkPage, p.form
		}
		page := plain(p.at(result, path, form).body)
		reference := referenceOf.FindString(page)
		if reference == "" || references[reference] || p.reference != "" && p.reference != reference {
			t.Errorf("%s has the reference %q and was told %q", p.email, reference, p.reference)
		}
		references[reference] = true
		if found := waitingNumber.FindStringSubmatch(page); found != nil {
			number, err := strconv.Atoi(found[1])
			if err != nil {
				t.Fatal(err)
			}
			queue = append(queue, number)
		}
	}
	slices.Sort(queue)
	var want []int
	for n := range crowd - workshopPlaces {
		want = append(want, n+1)
	}
	if !slices.Equal(queue, want) {
		t.Errorf("the queue of the workshop is %v, want %v", queue, want)
	}
}

// everyLetterArrives waits for the confirmation of everybody, which may come
// twice: then it is the same letter.
func everyLetterArrives(t *testing.T, letters *sink, people []*hasty) {
	t.Helper()
	for _, p := range people {
		var own []*letter
		eventually(t, "the confirmation for "+p.email, func() bool {
			own = letters.confirmations(p.email)
			return len(own) > 0
		})
		own[0].hasThreeParts(t)
		for _, l := range own {
			if l.Get("Message-ID") != own[0].Get("Message-ID") || l.Get("Message-ID") == "" {
				t.Errorf("%s has two different confirmations", p.email)
			}
		}
	}
}

// confirmations are the letters to an address that bring a calendar.
func (s *sink) confirmations(address string) []*letter {
	return slices.DeleteFunc(s.to(address), func(l *letter) bool { return l.part("text/calendar") == "" })
}

// fastForward lets the two minutes pass for which letters that the killed program
// had taken in hand are nobody else's.
func fastForward(t *testing.T, database string) {
	t.Helper()
	db, err := postgres.Open(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }() // the statement has been answered
	if _, err := db.NewRaw("update mail set next_at = next_at - interval '2 minutes' where state = 'queued'").Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// doctorsCode is 1 on a test server that does not wait for its disk.
func doctorsCode(t *testing.T, database string) int {
	t.Helper()
	if durable(t, database) {
		return 0
	}
	return 1
}
