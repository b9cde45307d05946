package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/time/rate"

	"convene/internal/demo"
	"convene/internal/paper"
	"convene/internal/postgres"
	"convene/internal/registration"
	"convene/internal/web"
)

// sample is the event that people read about and sign up for over HTTP: the demo's
// richest one, with its people in it.
const sample = "budapest"

// site is the real web server on the sample, in a database of its own. Limits of
// requests a second are off; nobody delivers the mail it queues.
type site struct {
	db      *postgres.DB
	desk    *registration.Desk
	base    string // "http://127.0.0.1:4711"
	address string // "127.0.0.1:4711"
	log     *os.File
	http    *http.Server
	press   *paper.Press
}

func (s *stage) openSite(ctx context.Context) (_ *site, err error) {
	w := &site{http: &http.Server{}}
	defer func() {
		if err != nil {
			err = errors.Join(err, w.close())
		}
	}()
	if w.log, err = os.Create(filepath.Join(s.folder, "site.log")); err != nil {
		return nil, err
	}
	if _, w.db, err = s.newDatabase(ctx, "site"); err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	w.address, w.base = listener.Addr().String(), "http://"+listener.Addr().String()
	if err := w.serve(listener); err != nil {
		return nil, err
	}
	return w, fillSample(ctx, w.db, w.desk)
}

// serve wires the site as cmd/convene does; its log goes to a file, a line a request.
func (w *site) serve(listener net.Listener) error {
	c := web.Config{BaseURL: w.base, Secret: secret, Contact: contact, Rate: rate.Inf, Log: slog.New(slog.NewTextHandler(w.log, nil))}
	w.desk = registration.NewDesk(w.db, registration.Options{Secret: secret, BaseURL: w.base, Contact: contact, Log: c.Log})
	w.press = paper.NewPress(w.db.DB, secret, c.Log, time.Now)
	c.Press = w.press
	server, err := web.New(w.db, w.desk, nil, c)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	w.http.Handler = server.Handler()
	go func() { _ = w.http.Serve(listener) }() // ends with close; a failure shows in the first request
	return nil
}

// fillSample loads the demo and makes room for everybody, also for large delegations.
func fillSample(ctx context.Context, db *postgres.DB, desk *registration.Desk) error {
	if _, err := demo.Seed(ctx, db, desk, demo.Options{Now: time.Now(), Password: password}); err != nil {
		return err
	}
	var id int64
	if err := db.NewRaw("update event set max_per_delegation = 0 where slug = ? returning id", sample).Scan(ctx, &id); err != nil {
		return err
	}
	counters, err := registration.Counters(ctx, db, id)
	for code := range counters {
		if err == nil {
			err = desk.Resize(ctx, registration.Resize{EventID: id, Activity: code, Capacity: plenty, Actor: "bench", Now: time.Now()})
		}
	}
	return err
}

func (w *site) close() error {
	err := w.http.Close()
	if w.desk != nil {
		w.desk.Close()
	}
	if w.db != nil {
		err = errors.Join(err, w.db.Close())
	}
	if w.log != nil {
		err = errors.Join(err, w.log.Close())
	}
	return err
}

// closeAfter closes the site at the end of a measurement and keeps its first error.
func (w *site) closeAfter(err *error) { *err = errors.Join(*err, w.close()) }
