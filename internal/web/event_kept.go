package web

import (
	"context"
	"fmt"
	"reflect"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"convene/internal/locale"
	"convene/internal/registration"
)

// sharedLife is for how long a shared page is shown without looking at its data
// again. A deed of this process ends it at once; this bounds what another process,
// or an import, changed.
const sharedLife = time.Second

// sharedEvents keeps the shared page of each public event and language. In a rush
// an event is read once a second and once after each commit, whoever many ask.
type sharedEvents struct {
	mu    sync.Mutex
	kept  map[sharedKey]keptEvent
	reads singleflight.Group
}

type sharedKey struct{ slug, lang string }

// keptEvent is a page with the moment before its data was read: by the machine's
// clock, and by the desk's count of deeds.
type keptEvent struct {
	*sharedEvent
	read    time.Time
	changes int64
}

func (se *sharedEvents) get(key sharedKey) keptEvent {
	se.mu.Lock()
	defer se.mu.Unlock()
	return se.kept[key]
}

func (se *sharedEvents) keep(key sharedKey, k keptEvent) {
	se.mu.Lock()
	defer se.mu.Unlock()
	se.kept[key] = k
}

// sharedEvent gives the shared page of an event that everybody may see, at most a
// second old. Visitors who find it too old wait for one reading together; nobody
// joins a reading that began before a change they could know of.
func (s *Server) sharedEvent(ctx context.Context, slug string, p *locale.Printer) (*sharedEvent, error) {
	key := sharedKey{slug, p.Lang()}
	kept := s.shared.get(key)
	if s.isCurrent(kept) {
		return kept.sharedEvent, nil
	}
	reading := key.slug + " " + key.lang
	if kept.sharedEvent != nil {
		reading += fmt.Sprint(" ", s.desk.Changes(kept.Event.ID), kept.Event.Open(s.Now()))
	}
	found, err, _ := s.shared.reads.Do(reading, func() (any, error) { return s.readSharedEvent(ctx, key, p) })
	if err != nil {
		return nil, err
	}
	return found.(*sharedEvent), nil
}

// isCurrent tells whether a page may be shown as it is.
func (s *Server) isCurrent(k keptEvent) bool {
	return k.sharedEvent != nil && time.Since(k.read) < sharedLife &&
		k.changes == s.desk.Changes(k.Event.ID) && k.Window == k.Event.Open(s.Now())
}

// readSharedEvent reads the data and makes the page anew if it differs. The first
// visitor of many may leave; the others still get their page.
func (s *Server) readSharedEvent(ctx context.Context, key sharedKey, p *locale.Printer) (*sharedEvent, error) {
	kept := s.shared.get(key)
	if s.isCurrent(kept) {
		return kept.sharedEvent, nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), sharedRead)
	defer cancel()
	next := keptEvent{sharedEvent: kept.sharedEvent, read: time.Now()}
	pr, err := s.readProgramme(ctx, key.slug)
	if err != nil {
		return nil, err
	}
	next.changes = s.desk.Changes(pr.Event.ID)
	facts := eventFacts{programme: pr, window: pr.Event.Open(s.Now())}
	if facts.counters, err = registration.Counters(ctx, s.db, pr.Event.ID); err != nil {
		return nil, err
	}
	if next.sharedEvent == nil || !reflect.DeepEqual(facts, next.facts) {
		if next.sharedEvent, err = s.makeSharedEvent(p, facts); err != nil {
			return nil, err
		}
	}
	s.shared.keep(key, next)
	return next.sharedEvent, nil
}
