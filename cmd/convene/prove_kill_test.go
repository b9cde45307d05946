//go:build prove

package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Two programs serve one event while people and programs sign up through both, and
// every second one of the two is killed and started again.
const (
	killFor     = time.Minute
	killPlaces  = 400
	killForms   = 240 // people at the last page when the killing begins
	killCallers = 12  // programs that register person after person
	killPause   = 100 * time.Millisecond
)

func TestProofKilledEverySecond(t *testing.T) {
	p := prove(t, killPlaces, 2)
	people := p.applicants(killForms)
	p.upToTheButton(people)
	l := p.load(people, killFor, killCallers)
	time.AfterFunc(killFor, l.stop)
	kills := p.killInTurn(l.done)
	l.all.Wait()
	p.noteAll(people)
	all, wrong := p.settle(killPlaces)
	p.close()
	findings(t, append([]any{"programs killed with SIGKILL", kills, "connections that broke under a request", p.proxy.broken.Load(),
		"told to come again (503, Retry-After)", l.busy.Load()}, p.sums(all, wrong)...)...)
	if kills < int(killFor/time.Second)/2 || p.proxy.broken.Load() == 0 {
		t.Errorf("%d kills broke %d connections: this proves too little", kills, p.proxy.broken.Load())
	}
}

// sums are the lines about what was told and what is there.
func (p *proof) sums(all []standing, wrong int) []any {
	return []any{"deeds acknowledged", p.ledger.announced, "acknowledged and not so", wrong,
		"people registered, through the form and the API", len(all), "of them with a place", inState(all, "confirmed"),
		"of them waiting", inState(all, "waiting"), "of them withdrawn", inState(all, "withdrawn")}
}

func (p *proof) noteAll(people []*applicant) {
	for _, a := range people {
		p.ledger.note(a.told)
	}
}

// killInTurn kills one program after the other, each a second after the last kill
// and when that one is back, until the load ends.
func (p *proof) killInTurn(done <-chan struct{}) (kills int) {
	p.t.Helper()
	for next := time.Now(); ; kills++ {
		next = next.Add(time.Second)
		select {
		case <-done:
			return kills
		case <-time.After(time.Until(next)):
		}
		n := kills % len(p.programs)
		if err := p.programs[n].Process.Kill(); err != nil {
			p.t.Fatal(err)
		}
		_ = p.programs[n].Wait() // "signal: killed"
		p.start(n)
	}
}

// load is people and programs that sign up meanwhile.
type load struct {
	all  sync.WaitGroup
	done chan struct{} // closed when nobody begins anything more
	stop func()
	busy atomic.Int64
}

// load begins: the people press their button one after the other, spread over the
// time; the callers register person after person, and withdraw some of them, until
// it is stopped.
func (p *proof) load(people []*applicant, long time.Duration, callers int) *load {
	l := &load{done: make(chan struct{})}
	l.stop = sync.OnceFunc(func() { close(l.done) })
	for n, a := range people {
		l.all.Go(func() {
			time.Sleep(long * time.Duration(n) / time.Duration(len(people)))
			a.press()
			a.look()
			l.busy.Add(int64(a.busy))
		})
	}
	for n := range callers {
		l.all.Go(func() { p.caller(l, n) })
	}
	return l
}

// caller is a program that registers people until the load ends. One in three
// withdraws at once.
func (p *proof) caller(l *load, n int) {
	for i := 0; !p.t.Failed(); i++ {
		select {
		case <-l.done:
			return
		case <-time.After(rand.N(2 * killPause)):
		}
		a := &applicant{told: told{email: fmt.Sprintf("person%d.%d@example.org", n, i)}, client: p.client("")}
		a.register(p.site, "register-"+a.email)
		p.ledger.note(a.told)
		if i%3 == 0 && !p.t.Failed() {
			a.withdraw(p.site, "withdraw-"+a.email)
			p.ledger.note(a.told)
		}
		l.busy.Add(int64(a.busy))
	}
}

// withdraw lets a program withdraw the person, with a key.
func (a *applicant) withdraw(s *site, key string) {
	got := a.insist(http.StatusOK, func() (*answer, error) {
		return s.call(a.t.Context(), http.MethodDelete, registrations+"/"+a.reference, key, nil)
	})
	if got != nil {
		a.state = "withdrawn"
	}
}
