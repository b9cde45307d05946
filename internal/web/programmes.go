package web

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"convene/internal/event"
	"convene/internal/fault"
)

// programmeLife is for how long a programme is read from memory. Places left are
// not kept with it: the steps of a sign-up read them anew for each page.
const programmeLife = time.Second

// programmes keeps programmes for a moment, so that a rush reads each event once
// a second and not once a visitor. What is kept is shared and never changed.
type programmes struct {
	mu    sync.Mutex
	kept  map[string]keptProgramme
	reads singleflight.Group
}

type keptProgramme struct {
	*event.Programme
	until time.Time
}

func (ps *programmes) get(slug string, now time.Time) *event.Programme {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	if k, ok := ps.kept[slug]; ok && now.Before(k.until) {
		return k.Programme
	}
	return nil
}

func (ps *programmes) keep(pr *event.Programme, until time.Time) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	ps.kept[pr.Event.Slug] = keptProgramme{pr, until}
}

// programme gives an event that may be shown to everybody. Its age is measured by
// the machine's clock, not by the one that decides what is open. Whoever finds it
// too old waits for one reading together with all others.
func (s *Server) programme(ctx context.Context, slug string) (*event.Programme, error) {
	if pr := s.programmes.get(slug, time.Now()); pr != nil {
		return pr, nil
	}
	pr, err, _ := s.programmes.reads.Do(slug, func() (any, error) { return s.readAndKeep(ctx, slug) })
	if err != nil {
		return nil, err
	}
	return pr.(*event.Programme), nil
}

// sharedRead bounds one reading that many visitors may wait for.
const sharedRead = 5 * time.Second

// readAndKeep reads a programme for all who wait, even if the first of them left.
func (s *Server) readAndKeep(ctx context.Context, slug string) (*event.Programme, error) {
	now := time.Now()
	if pr := s.programmes.get(slug, now); pr != nil {
		return pr, nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), sharedRead)
	defer cancel()
	pr, err := s.readProgramme(ctx, slug)
	if err == nil {
		s.programmes.keep(pr, now.Add(programmeLife))
	}
	return pr, err
}

func (s *Server) readProgramme(ctx context.Context, slug string) (*event.Programme, error) {
	e, err := event.BySlug(ctx, s.db, slug)
	if err != nil {
		return nil, err
	}
	if !e.Public() {
		return nil, fault.New(fault.NotFound, "There is no such event.")
	}
	return event.Load(ctx, s.db, e.ID)
}
