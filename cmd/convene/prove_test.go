//go:build prove

package main

import (
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"convene/internal/postgres"
	"convene/internal/registration"
)

// The proofs on the real program: `make prove`. Real programs serve a real event
// from a PostgreSQL that waits for its disk; people come by HTTP, each with a
// session, and programs with a token. Every proof ends with a table.

// proof is a site on a durable PostgreSQL of its own.
type proof struct {
	*site
	cluster *postgres.Cluster
	folder  string // of the cluster
	ledger  *ledger
	looks   *postgres.DB
}

// prove opens a site with so many places, served by so many programs.
func prove(t *testing.T, places, programs int) *proof {
	t.Helper()
	p := &proof{folder: filepath.Join(install(t).dir, "cluster"), ledger: newLedger()}
	var err error
	if p.cluster, err = postgres.StartCluster(t.Context(), p.folder, io.Discard); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.cluster.Stop() }) // it ends with this process at the latest
	if err := p.cluster.CreateDatabase(t.Context(), database); err != nil {
		t.Fatal(err)
	}
	p.site = prepareSite(t, p.cluster.URL(database))
	p.run("capacity", seminar, "event", strconv.Itoa(places)).wants(t, 0)
	p.looks = p.db()
	p.open(programs)
	p.makeToken()
	return p
}

// applicant is somebody at the last page of the form, or a program with a person
// to register.
type applicant struct {
	told
	*client
	form url.Values
	busy int // how often they were told to come again
}

// applicants gives so many people, each with an address to write to and one to come
// from (RFC 2544 keeps 198.18.0.0/15 for such tests).
func (p *proof) applicants(many int) []*applicant {
	list := make([]*applicant, many)
	for n := range list {
		list[n] = &applicant{told: told{email: fmt.Sprintf("guest%05d@example.org", n)}}
		list[n].client = p.client(fmt.Sprintf("198.18.%d.%d", n/250, n%250+1))
		list[n].http.Timeout = 2 * time.Minute
	}
	return list
}

// upToTheButton lets everybody do what comes before it, some at a time.
func (p *proof) upToTheButton(people []*applicant) {
	p.t.Helper()
	p.inBatches(people, func(a *applicant) { a.form = a.upToCheck(seminar, a.email, "choice.bp-w1=bp-c1") })
}

// inBatches does something for everybody, a few at a time.
func (p *proof) inBatches(people []*applicant, do func(*applicant)) {
	p.t.Helper()
	turns := make(chan struct{}, 24)
	var all sync.WaitGroup
	for _, a := range people {
		turns <- struct{}{}
		all.Go(func() {
			defer func() { <-turns }()
			if !p.t.Failed() {
				do(a)
			}
		})
	}
	all.Wait()
	if p.t.Failed() {
		p.t.FailNow()
	}
}

// insist does something until the answer is the good one, as a person does who is
// told to come again; any other answer but "come again" fails the proof. When the
// first was asked and the last answered is noted.
func (a *applicant) insist(good int, try func() (*answer, error)) *answer {
	for a.sent = time.Now(); ; a.busy++ {
		got, err := try()
		a.answered = time.Now()
		switch {
		case err != nil:
			a.t.Errorf("%s: %v", a.email, err)
			return nil
		case got.status == good:
			return got
		case !comeAgain(got.status, got.header):
			a.t.Errorf("%s is answered %d, Retry-After %q: %s", a.email, got.status, got.header.Get("Retry-After"), plain(got.body))
			return nil
		}
		seconds, _ := strconv.Atoi(got.header.Get("Retry-After")) // comeAgain has seen a number
		time.Sleep(min(time.Duration(seconds)*time.Second, impatience))
	}
}

// impatience is how long people wait at most, whatever they are told.
const impatience = 2 * time.Second

// settle compares what was told with what is there, and what is there with the
// rules: exactly so many have places, the others wait. wrong counts what was told
// and is not so.
func (p *proof) settle(places int) (all []standing, wrong int) {
	p.t.Helper()
	all = standings(p.t, p.looks)
	differences := p.ledger.differences(all)
	for _, found := range differences {
		p.t.Error(found)
	}
	found, err := registration.Reconcile(p.t.Context(), p.looks)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, d := range found {
		p.t.Error(d)
	}
	confirmed, live := inState(all, "confirmed"), len(all)-inState(all, "withdrawn")
	if confirmed != min(places, live) {
		p.t.Errorf("%d of %d places are given to %d people", confirmed, places, live)
	}
	return all, len(differences)
}

// inState counts registrations.
func inState(all []standing, state string) int {
	return count(all, func(s standing) bool { return s.State == state })
}

// lettersArrive waits until the outbox is empty; everybody then has one letter
// about their registration, and as many codes as they asked for.
func (p *proof) lettersArrive(people []*applicant, codes int) (took time.Duration) {
	p.t.Helper()
	begin := time.Now()
	for queued := -1; queued != 0; time.Sleep(200 * time.Millisecond) {
		if err := p.looks.NewRaw("select count(*) from mail where state <> 'sent'").Scan(p.t.Context(), &queued); err != nil {
			p.t.Fatal(err)
		}
		if time.Since(begin) > 5*time.Minute {
			p.t.Fatalf("%d letters wait after five minutes", queued)
		}
	}
	for _, a := range people {
		letters := p.letters.to(a.email)
		if about := count(letters, func(l *letter) bool { return strings.Contains(l.part("text/plain"), a.reference) }); about != 1 || len(letters) != codes+1 {
			p.t.Errorf("%s has %d letters, %d of them about the registration", a.email, len(letters), about)
		}
	}
	return time.Since(begin)
}

// findings prints what a proof found, a line for each pair of words and value.
func findings(t *testing.T, pairs ...any) {
	t.Helper()
	var text strings.Builder
	w := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	for i := 0; i+1 < len(pairs); i += 2 {
		value := pairs[i+1]
		if took, ok := value.(time.Duration); ok {
			value = fmt.Sprintf("%.1f s", took.Seconds())
		}
		fmt.Fprintf(w, "  %s\t%v\n", pairs[i], value)
	}
	_ = w.Flush() // into a string
	t.Logf("%s\n%s", t.Name(), text.String())
}
