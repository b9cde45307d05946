//go:build prove

package main

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// PostgreSQL goes away and comes back while people and programs sign up.
const (
	restartPlaces   = 400
	restartForms    = 200
	restartCallers  = 24
	restartWatchers = 4
	longOutage      = 11 * time.Second // longer than a sign-up waits for it
	recoveredWithin = 20 * time.Second
)

func TestProofRestartedDatabase(t *testing.T) {
	p := prove(t, restartPlaces, 1)
	people := p.applicants(restartForms)
	p.upToTheButton(people)
	begin := time.Now()
	l := p.load(people, 40*time.Second, restartCallers)
	for n := range restartWatchers {
		l.all.Go(func() { p.watch(l, n) })
	}
	time.Sleep(2 * time.Second)
	restarts := [][]any{
		p.outage("pg_ctl restart -m fast", func() { p.control("restart", "-m", "fast") }),
		p.outage("pg_ctl restart -m immediate", func() { p.control("restart", "-m", "immediate") }),
		p.outage(fmt.Sprintf("stopped for %s", longOutage), func() {
			p.control("stop", "-m", "fast")
			time.Sleep(longOutage)
			p.control("start")
		}),
	}
	l.stop()
	l.all.Wait()
	p.onlySuccessOrComeAgain(begin)
	p.noteAll(people)
	all, wrong := p.settle(restartPlaces)
	p.close()
	var lines []any
	for _, r := range restarts {
		lines = append(lines, r...)
	}
	findings(t, append(lines, p.sums(all, wrong)...)...)
}

// watch reads the event's page as somebody does who is more impatient than told.
func (p *proof) watch(l *load, n int) {
	c := p.client(fmt.Sprintf("198.19.0.%d", n+1))
	for {
		select {
		case <-l.done:
			return
		case <-time.After(100 * time.Millisecond):
		}
		if _, err := c.send(p.t.Context(), "/events/"+seminar, nil); err != nil {
			p.t.Errorf("somebody who reads: %v", err)
		}
	}
}

// outage does something to the database, waits until nobody is told to come again
// any more and people register, and says how long that took from the moment when
// the database was back.
func (p *proof) outage(name string, do func()) []any {
	p.t.Helper()
	p.outages++
	begin := time.Now()
	do()
	back := time.Now()
	last, first := p.recovery(begin, back)
	for time.Since(back) < calm || time.Since(last) < calm || first.IsZero() {
		if time.Since(back) > recoveredWithin+calm {
			p.t.Fatalf("%s: the last was told to come again %s after it was back, the first registered at %s", name, last.Sub(back), first)
		}
		time.Sleep(100 * time.Millisecond)
		last, first = p.recovery(begin, back)
	}
	return []any{name, fmt.Sprintf("away for %.1f s, %d times \"come again\", the last %.1f s and the first registration %.1f s after it was back",
		back.Sub(begin).Seconds(), count(p.proxy.heard(begin, time.Now()), isComeAgain), max(0, last.Sub(back)).Seconds(), first.Sub(back).Seconds())}
}

// calm is how long all must go well before the next outage.
const calm = 4 * time.Second

// recovery finds the last answer that told somebody to come again, and the first
// registration that a program made when the database was back; zero: none yet.
func (p *proof) recovery(begin, back time.Time) (last, first time.Time) {
	last = begin
	for _, a := range p.proxy.heard(begin, time.Now()) {
		switch {
		case isComeAgain(a):
			last = a.at
		case a.status == http.StatusCreated && a.at.After(back) && first.IsZero():
			first = a.at
		}
	}
	return last, first
}

func isComeAgain(a answered) bool { return comeAgain(a.status, a.header) }

// onlySuccessOrComeAgain looks at every answer that anybody got.
func (p *proof) onlySuccessOrComeAgain(begin time.Time) {
	p.t.Helper()
	told := 0
	for _, a := range p.proxy.heard(begin, time.Now()) {
		switch {
		case isComeAgain(a):
			told++
		case a.status >= http.StatusBadRequest:
			p.t.Errorf("somebody is answered %d, Retry-After %q", a.status, a.header.Get("Retry-After"))
		}
	}
	if told == 0 {
		p.t.Error("nobody was told to come again: this proves nothing")
	}
}

// control runs pg_ctl as the user whose data it is, as an administrator does.
func (p *proof) control(args ...string) {
	p.t.Helper()
	data := filepath.Join(p.folder, "data")
	cmd := exec.Command(filepath.Join(p.cluster.Programs(), "pg_ctl"), append(args, "-D", data, "-w", "-l", filepath.Join(p.folder, "server.log"))...)
	cmd.Dir = p.folder
	info, err := os.Stat(data)
	if err != nil {
		p.t.Fatal(err)
	}
	if owner := info.Sys().(*syscall.Stat_t); os.Geteuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: owner.Uid, Gid: owner.Gid}}
	}
	if said, err := cmd.CombinedOutput(); err != nil {
		p.t.Fatalf("pg_ctl %v: %v: %s", args, err, said)
	}
}
