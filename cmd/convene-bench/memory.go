package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"convene/internal/account"
	"convene/internal/registration"
)

// crowded is how many registrations the program holds when its memory is read the
// second time.
const crowded = 10_000

// memoryGoal is what fits, beside PostgreSQL, on the smallest machine one can rent.
const memoryGoal = 256 // MB

// password is that of all accounts of the sample.
const password = "only for measuring"

// tokens are as many as keep below the limit of each (4,000 requests at once).
var tokens = []string{"first-token-for-measuring", "second-token-for-measuring", "third-token-for-measuring"}

// measureMemory starts the real program as for real events, on a copy of the
// sample, and reads how much memory it holds: idle, and after it took ten thousand
// registrations through its API and showed them to an organiser.
func measureMemory(ctx context.Context, s *stage, o options) (_ []result, err error) {
	fmt.Fprintln(os.Stderr, "memory")
	database, err := s.makeReal(ctx)
	if err != nil {
		return nil, err
	}
	p, err := startProgram(ctx, o.program, database, s.folder)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, p.stop()) }()
	idle, err := p.resident()
	if err != nil {
		return nil, err
	}
	if err := p.crowd(ctx); err != nil {
		return nil, err
	}
	full, err := p.resident()
	return []result{{ID: "RSS", What: "memory of the program after 10,000 registrations, beside idle", Ours: full, Beside: idle, Unit: "MB",
		Ratio: full / idle, Goal: fmt.Sprintf("ours ≤ %d MB", memoryGoal), Met: full <= memoryGoal}}, err
}

// makeReal makes a database with the sample that no longer passes for the demo's,
// which the program would refuse to serve, and gives its address.
func (s *stage) makeReal(ctx context.Context) (database string, err error) {
	database, db, err := s.newDatabase(ctx, "memory")
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	desk := registration.NewDesk(db, registration.Options{Secret: secret, BaseURL: "http://127.0.0.1", Contact: contact})
	defer desk.Close()
	if err := fillSample(ctx, db, desk); err != nil {
		return "", err
	}
	for _, t := range tokens {
		err := account.SetToken(ctx, db.DB, time.Now(), account.FixedToken{Email: organiser, Name: t, Secret: t, Scopes: []string{account.ScopeRegister}})
		if err != nil {
			return "", err
		}
	}
	_, err = db.NewRaw("update account set demo = false").Exec(ctx)
	return database, err
}

// organiser is one of the sample's accounts.
const organiser = "organiser@example.org"

// program is a child process that serves.
type program struct {
	cmd     *exec.Cmd
	address string
	said    bytes.Buffer // its log; read it after stop
}

// startProgram starts serve. Its mail server is away all the time.
func startProgram(ctx context.Context, path, database, folder string) (*program, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	p := &program{cmd: exec.CommandContext(ctx, path, "serve"), address: address}
	p.cmd.Env = append(os.Environ(), "CONVENE_DATABASE_URL="+database, "CONVENE_LISTEN="+address, "CONVENE_BASE_URL=http://"+address,
		"CONVENE_SECRET_KEY="+string(secret), "CONVENE_DATA_DIR="+folder+"/memory", "CONVENE_SMTP_URL=smtp://127.0.0.1:9?tls=none", "CONVENE_MAIL_FROM="+contact)
	p.cmd.Cancel = func() error { return p.cmd.Process.Signal(syscall.SIGTERM) }
	p.cmd.Stderr = &p.said
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the program (make build makes it): %w", err)
	}
	first, err := bufio.NewReader(out).ReadString('\n') // it says no more than this
	if err != nil || !strings.HasPrefix(first, "ready: ") {
		return nil, fmt.Errorf("the program did not become ready but said %q: %w", first, errors.Join(err, p.stop()))
	}
	return p, nil
}

// freeAddress is one that nobody listens on at the moment.
func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

func (p *program) stop() error {
	_ = p.cmd.Process.Signal(syscall.SIGTERM) // it may be gone already; Wait tells
	if err := p.cmd.Wait(); err != nil {
		return fmt.Errorf("%s: %w\n%s", p.cmd.Path, err, p.said.Bytes())
	}
	return nil
}

var (
	residentLine = regexp.MustCompile(`(?m)^VmRSS:\s+(\d+) kB$`)
	highestLine  = regexp.MustCompile(`(?m)^VmHWM:\s+(\d+) kB$`)
)

// resident reads how much memory the program holds, in MB, as Linux counts it
// (proc(5), VmRSS), after a moment of rest.
func (p *program) resident() (float64, error) {
	time.Sleep(2 * time.Second)
	return memoryOf(strconv.Itoa(p.cmd.Process.Pid), residentLine)
}

// memoryOf reads a line of a process's status, in MB.
func memoryOf(process string, line *regexp.Regexp) (float64, error) {
	status, err := os.ReadFile("/proc/" + process + "/status")
	if err != nil {
		return 0, fmt.Errorf("memory is read from Linux's /proc: %w", err)
	}
	found := line.FindSubmatch(status)
	if found == nil {
		return 0, fmt.Errorf("no memory in:\n%s", status)
	}
	kB, err := strconv.ParseFloat(string(found[1]), 64)
	return kB / 1000, err
}

// crowd registers people and looks at them as an organiser and as a stranger do.
func (p *program) crowd(ctx context.Context) error {
	if err := p.fill(ctx); err != nil {
		return err
	}
	v := newVisitor("http://" + p.address)
	if err := v.post(ctx, "/sign-in", url.Values{"email": {organiser}, "password": {password}}, "/organise"); err != nil {
		return err
	}
	for _, path := range []string{"/organise/events/" + sample + "/registrations", "/events/" + sample} {
		if err := v.get(ctx, path); err != nil {
			return err
		}
	}
	return nil
}

// fill sends ten thousand registrations, 128 at a time.
func (p *program) fill(ctx context.Context) (err error) {
	free, err := openLines(p.address, clients)
	if err != nil {
		return err
	}
	defer free.closeAfter(&err)
	var sent atomic.Int64
	_, err = gather(ctx, clients, time.Hour, func(ctx context.Context, n int64) error {
		if sent.Add(1) > crowded {
			return errEnough
		}
		r, err := free.ask(ctx, p.registering(n))
		if err == nil && r.status != http.StatusCreated {
			err = fmt.Errorf("the API answered a registration with %d", r.status)
		}
		return err
	})
	return err
}

// registering is the request that registers one person.
func (p *program) registering(n int64) []byte {
	body := fmt.Sprintf(`{"given_name": "Anna", "family_name": "Kovács %d", "email": "memory%d@example.org", "organisation": "Sample body",
		"country": "HU", "function": "Mayor", "activities": ["bp-a1", "bp-t1"]}`, n, n)
	return fmt.Appendf(nil, "POST /api/v1/events/%s/registrations HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nIdempotency-Key: memory-%d\r\n"+
		"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", sample, p.address, tokens[n%int64(len(tokens))], n, len(body), body)
}
