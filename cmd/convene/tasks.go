package main

import (
	"context"
	"sync"
	"time"

	"convene/internal/account"
	"convene/internal/paper"
	"convene/internal/registration"
)

// task is something done now and then. It is safe to run twice, and on two
// machines at once.
type task struct {
	Name  string
	Every time.Duration
	Run   func(ctx context.Context, p *program) error
}

// tasks is the whole schedule.
var tasks = []task{
	{"remove ended sessions and used codes", 10 * time.Minute, purgeAccounts},
	{"forget keys of requests that were answered a day ago", time.Hour, purgeKeys},
	{"erase print packs that are a day old", 10 * time.Minute, purgePacks},
	{"end offers and nominations that nobody answered", 30 * time.Second, expire},
	{"erase the telephone numbers of trips that are over", time.Hour, erasePhones},
	{"check that places and counters agree", 24 * time.Hour, reconcile},
	{"keep the private database running", 5 * time.Second, ensureDatabase},
}

func purgeAccounts(ctx context.Context, p *program) error {
	return account.Purge(ctx, p.store.DB, p.now())
}

// purgeKeys forgets outcomes, and a minute later what was asked for with their
// keys: the other way round, a key with another request would for a moment get the
// old outcome instead of being refused.
func purgeKeys(ctx context.Context, p *program) error {
	before := p.now().Add(-registration.KeysLast)
	if err := registration.PurgeOutcomes(ctx, p.store.DB, before); err != nil {
		return err
	}
	return account.PurgeKeys(ctx, p.store.DB, before.Add(-time.Minute))
}

func purgePacks(ctx context.Context, p *program) error {
	return paper.PurgePacks(ctx, p.store.DB, p.now())
}

// expire passes on what ended; between two rounds the rules refuse what is over.
func expire(ctx context.Context, p *program) error {
	return p.desk.ExpireDue(ctx, p.now())
}

func erasePhones(ctx context.Context, p *program) error {
	return registration.ErasePhones(ctx, p.store.DB, p.now())
}

// reconcile raises the alarm about everything that must never be.
func reconcile(ctx context.Context, p *program) error {
	found, err := registration.Reconcile(ctx, p.store.DB)
	for _, d := range found {
		p.log.Error("places do not agree; run `convene doctor`", "rule", d.Rule, "object", d.Object, "detail", d.Detail)
	}
	return err
}

// ensureDatabase starts our own PostgreSQL again, should somebody have killed it.
func ensureDatabase(ctx context.Context, p *program) error {
	if p.store.cluster == nil {
		return nil
	}
	return p.store.cluster.Ensure(ctx)
}

// runTasks runs each task at once and then at its pace until ctx ends. A task
// that fails is tried again at its next turn.
func (p *program) runTasks(ctx context.Context, tasks []task) {
	var all sync.WaitGroup
	for _, t := range tasks {
		all.Go(func() { p.repeat(ctx, t) })
	}
	all.Wait()
}

func (p *program) repeat(ctx context.Context, t task) {
	ticker := time.NewTicker(t.Every)
	defer ticker.Stop()
	for {
		if err := t.Run(ctx, p); err != nil && ctx.Err() == nil {
			p.log.Warn("a periodic task failed", "task", t.Name, "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
