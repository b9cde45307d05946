package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"convene/internal/api"
	"convene/internal/mail"
	"convene/internal/paper"
	"convene/internal/registration"
	"convene/internal/web"
)

// drainFor is how long requests under way may take once the program is told to
// stop.
const drainFor = 20 * time.Second

// program is the running server: what demo and serve have in common.
type program struct {
	store    *store
	desk     *registration.Desk
	mailer   *mail.Deliverer
	press    *paper.Press
	listener net.Listener
	http     *http.Server
	log      *slog.Logger
	now      func() time.Time
}

// listen takes the address before anything slow happens: a port in use is said
// at once.
func listen(address string) (net.Listener, error) {
	listener, err := net.Listen("tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("%s is in use, perhaps by another Convene: stop that, or set CONVENE_LISTEN to another address", address)
	}
	if err != nil {
		return nil, fmt.Errorf("listen on CONVENE_LISTEN: %w", err)
	}
	return listener, nil
}

// newProgram wires the packages together; nothing runs but the desk. c.BaseURL
// and c.Secret are those to use.
func newProgram(in *invocation, s *store, listener net.Listener, c web.Config, o mail.Options) (*program, error) {
	p := &program{store: s, listener: listener, log: c.Log, now: in.now}
	p.mailer = mail.NewDeliverer(s.DB.DB, o)
	p.press = paper.NewPress(s.DB.DB, c.Secret, c.Log, in.now)
	c.Press = p.press
	p.desk = registration.NewDesk(s.DB, registration.Options{
		Secret: c.Secret, BaseURL: c.BaseURL, Contact: c.Contact, Mailer: p.mailer, Log: c.Log,
	})
	site, err := web.New(s.DB, p.desk, p.mailer, c)
	if err != nil {
		p.desk.Close()
		return nil, err
	}
	p.http = &http.Server{
		Handler:           beside(site.Handler(), newAPI(s, p.desk, c).Handler()),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       time.Minute,
		WriteTimeout:      2 * time.Minute, // a thousand badges on a slow line
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(c.Log.Handler(), slog.LevelDebug),
	}
	return p, nil
}

// newAPI makes the door for programs, which is told the same as the site.
func newAPI(s *store, desk *registration.Desk, c web.Config) *api.Server {
	return api.New(s.DB, desk, api.Config{BaseURL: c.BaseURL, Demo: c.Demo, Secret: c.Secret, TrustedProxies: c.TrustedProxies,
		Log: c.Log, Now: c.Now, Rate: c.Rate})
}

// beside sends programs to the API and everybody else to the site, whose sessions
// and protection of forms the API has no use for: it knows no cookies.
func beside(site, programs http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, api.Root) {
			programs.ServeHTTP(w, r)
			return
		}
		site.ServeHTTP(w, r)
	})
}

// run serves until ctx ends or a part fails, then stops in the order that loses
// nothing: no new requests, those under way answered, the desk's last commit,
// letters under way. The caller closes the store after that.
func (p *program) run(ctx context.Context, ready func()) error {
	parts, ctx := errgroup.WithContext(ctx)
	behind, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	parts.Go(func() error {
		if err := p.http.Serve(p.listener); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve: %w", err)
		}
		return nil
	})
	parts.Go(func() error { return p.mailer.Run(behind) })
	parts.Go(func() error { p.press.Run(behind); return nil })
	parts.Go(func() error { p.runTasks(behind, tasks); return nil })
	parts.Go(func() error {
		<-ctx.Done()
		defer cancel()
		return p.drain()
	})
	ready()
	return parts.Wait()
}

// drain ends the listener, waits for the requests under way and closes the desk.
func (p *program) drain() error {
	p.log.Info("stopping")
	ctx, cancel := context.WithTimeout(context.Background(), drainFor)
	defer cancel()
	err := p.http.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		p.log.Warn("some requests were cut off", "after", drainFor)
		err = p.http.Close()
	}
	p.desk.Close()
	return err
}

// newLog makes the program's log. It names no person.
func (in *invocation) newLog() *slog.Logger {
	if in.config.LogJSON {
		return slog.New(slog.NewJSONHandler(in.notes, nil))
	}
	return slog.New(slog.NewTextHandler(in.notes, nil))
}
