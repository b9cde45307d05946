//go:build prove

package main

import (
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// A rush: so many people press the button within a second for so few places. Some
// of them are a chain: each presses when the one before was answered, so that there
// is an order of arrival that nobody can doubt, however slow the machine.
const (
	rushPeople = 2000
	rushChain  = 20
	rushPlaces = 500
)

func TestProofRushThroughTheForm(t *testing.T) {
	p := prove(t, rushPlaces, 1)
	people := p.applicants(rushPeople)
	begin := time.Now()
	p.upToTheButton(people)
	prepared := time.Since(begin)
	p.rush(people, (*applicant).press)
	p.inBatches(people, (*applicant).look)
	p.judge(people, 1, "everybody at the last page after", prepared)
}

func TestProofRushThroughTheAPI(t *testing.T) {
	p := prove(t, rushPlaces, 1)
	people := p.applicants(rushPeople)
	p.rush(people, func(a *applicant) { a.register(p.site, a.email) })
	p.judge(people, 0)
}

// rush lets everybody act within a second, the chain one by one, and waits until
// all are answered.
func (p *proof) rush(people []*applicant, act func(*applicant)) {
	p.t.Helper()
	begin := time.Now().Add(time.Second)
	var all sync.WaitGroup
	for _, a := range people[rushChain:] {
		all.Go(func() {
			time.Sleep(time.Until(begin.Add(rand.N(time.Second))))
			act(a)
		})
	}
	all.Go(func() {
		time.Sleep(time.Until(begin))
		for _, a := range people[:rushChain] {
			act(a)
		}
	})
	all.Wait()
	if p.t.Failed() {
		p.t.FailNow()
	}
}

// press sends the form and is answered when it leads to the result.
func (a *applicant) press() {
	a.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	got := a.insist(http.StatusSeeOther, func() (*answer, error) { return a.send(a.t.Context(), checkPage, a.form) })
	if got != nil && !strings.HasSuffix(got.header.Get("Location"), "/register/result") {
		a.t.Errorf("%s is led to %q", a.email, got.header.Get("Location"))
	}
}

// look reads on the result's page what became of it.
func (a *applicant) look() {
	sent, answered := a.sent, a.answered // of the press
	got := a.insist(http.StatusOK, func() (*answer, error) { return a.send(a.t.Context(), resultOfSeminar, nil) })
	if a.sent, a.answered = sent, answered; got == nil {
		return
	}
	page := plain(got.body)
	a.reference = referenceIn(a.t, page)
	switch {
	case strings.Contains(page, "You have a place"):
		a.state = "confirmed"
	case strings.Contains(page, "You are on the waiting list"):
		a.state = "waiting"
		a.position, _ = strconv.Atoi(numberInLine.FindStringSubmatch(page + " Waiting list, number 0")[1])
	default:
		a.t.Errorf("%s sees %s", a.email, page)
	}
}

const resultOfSeminar = "/events/" + seminar + "/register/result"

var numberInLine = regexp.MustCompile(`Waiting list, number (\d+)`)

// register lets a program register the person, with a key.
func (a *applicant) register(s *site, key string) (fresh bool) {
	got := a.insist(http.StatusCreated, func() (*answer, error) {
		return s.call(a.t.Context(), http.MethodPost, registrations, key, sampleBody(a.email))
	})
	if got == nil {
		return false
	}
	var body struct {
		Reference, State string
		Places           []struct {
			Activity string
			Position int
		}
	}
	if err := json.Unmarshal([]byte(got.body), &body); err != nil {
		a.t.Errorf("%s is answered %s", a.email, got.body)
		return false
	}
	a.reference, a.state = body.Reference, body.State
	for _, place := range body.Places {
		if place.Activity == "event" {
			a.position = place.Position
		}
	}
	return got.header.Get("Idempotency-Replayed") == ""
}

// judge looks at what a rush left behind, and whether the line is in the order in
// which people came.
func (p *proof) judge(people []*applicant, codes int, more ...any) {
	p.t.Helper()
	p.noteAll(people)
	all, _ := p.settle(rushPlaces)
	line := p.line(all)
	for _, found := range overtaken(line) {
		p.t.Error(found)
	}
	pairs := comparable(line)
	if pairs < rushChain*(rushChain-1)/2 {
		p.t.Errorf("only %d pairs of people came one after the other: the order proves nothing", pairs)
	}
	delivered := p.lettersArrive(people, codes)
	p.close()
	findings(p.t, append([]any{"people", len(people), "places", rushPlaces,
		"confirmed", inState(all, "confirmed"), "waiting, in the order of arrival", inState(all, "waiting"),
		"pairs of whom one was answered before the other came", pairs, "commits they shared", transactions(all),
		"from the first press to the last answer", span(line), "until the last letter was delivered, more", delivered,
		"told to come again (503, Retry-After)", toldToComeAgain(people)}, more...)...)
}

// span is from the first request to the last answer.
func span(line []told) time.Duration {
	first, last := line[0].sent, line[0].answered
	for _, one := range line {
		if one.sent.Before(first) {
			first = one.sent
		}
		if one.answered.After(last) {
			last = one.answered
		}
	}
	return last.Sub(first)
}

func toldToComeAgain(people []*applicant) (times int) {
	for _, a := range people {
		times += a.busy
	}
	return times
}

// line gives everybody in the order of the decisions, and checks that order: the
// first have the places, the others wait behind one another with the numbers they
// were told, and it is the order of the commits. Ids, queue numbers and the numbers
// of transactions are given under the lock of the event's counters.
func (p *proof) line(all []standing) (line []told) {
	p.t.Helper()
	var before standing
	for n, s := range all {
		a := p.ledger.entries[s.Email]
		line = append(line, a)
		if want := max(0, n+1-rushPlaces); a.position != want || (s.State == "waiting") != (want > 0) {
			p.t.Errorf("number %d is %s and was told number %d of the waiting list", n+1, s.State, a.position)
		}
		if s.Transaction < before.Transaction || s.QueueNo < before.QueueNo || s.QueueNo == before.QueueNo && s.QueueNo != 0 {
			p.t.Errorf("%s stands before %s, with transactions %d and %d, queue numbers %d and %d", before.Reference, s.Reference,
				before.Transaction, s.Transaction, before.QueueNo, s.QueueNo)
		}
		before = s
	}
	return line
}

func transactions(all []standing) int {
	distinct := map[int64]bool{}
	for _, s := range all {
		distinct[s.Transaction] = true
	}
	return len(distinct)
}

// A program that sends the same a thousand times at once has registered one
// person, and is told so every time.
func TestProofTheSameKeyAThousandTimes(t *testing.T) {
	p := prove(t, rushPlaces, 2)
	people := p.applicants(1000)
	fresh := make([]bool, len(people))
	begin := time.Now()
	var all sync.WaitGroup
	for n, a := range people {
		a.email = "guest@example.org"
		all.Go(func() { fresh[n] = a.register(p.site, "one-key") })
	}
	all.Wait()
	took := time.Since(begin)
	p.noteAll(people)
	for _, a := range people {
		if a.reference != people[0].reference {
			t.Errorf("one is told %s, another %s", people[0].reference, a.reference)
		}
	}
	found, _ := p.settle(rushPlaces)
	firsts := count(fresh, func(f bool) bool { return f })
	if len(found) != 1 || firsts != 1 {
		t.Errorf("%d registrations, %d answers said to be the first", len(found), firsts)
	}
	p.lettersArrive(people[:1], 0)
	p.close()
	findings(t, "requests with the same key, to two programs", len(people), "registrations", len(found), "answers that say they are the first", firsts, "seconds", took)
}
