package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"convene/internal/postgres"
	"convene/internal/registration"
)

func checkServer(in *invocation, s *store) (string, error) {
	number, err := postgres.Version(in.ctx, s.DB) // Open has refused one that is too old
	if err != nil {
		return "", err
	}
	where := "of CONVENE_DATABASE_URL"
	if s.cluster != nil {
		where = "of our own in " + in.config.clusterDir()
	}
	return fmt.Sprintf("version %d.%d, %s", number/10000, number%10000, where), nil
}

func checkSchema(in *invocation, s *store) (string, error) {
	return "as this program needs it", postgres.Current(in.ctx, s.DB.DB)
}

// checkDurability asks for the settings without which an acknowledged
// registration may be lost in a power cut.
func checkDurability(in *invocation, s *store) (string, error) {
	var off []string
	err := s.NewRaw(`/* convene doctor */ select name from pg_settings
		where name in ('fsync', 'synchronous_commit', 'full_page_writes') and setting = 'off' order by name`).Scan(in.ctx, &off)
	if err == nil && len(off) > 0 {
		err = fmt.Errorf("%s is off: what was confirmed may be lost in a power cut; switch it on in postgresql.conf", strings.Join(off, ", "))
	}
	return "what is confirmed survives a power cut", err
}

// mostDrift is how far our clock and the database's may be apart. Codes are good
// for minutes, and registration opens on the minute.
const mostDrift = 5 * time.Second

func checkClock(in *invocation, s *store) (string, error) {
	var theirs time.Time
	before := in.now()
	if err := s.NewRaw("/* convene doctor */ select clock_timestamp()").Scan(in.ctx, &theirs); err != nil {
		return "", err
	}
	middle := before.Add(in.now().Sub(before) / 2)
	drift := theirs.Sub(middle).Abs().Round(time.Millisecond)
	if drift > mostDrift {
		return "", fmt.Errorf("this machine and the database differ by %s: let both keep their time by NTP", drift)
	}
	return fmt.Sprintf("%s from the database's", drift), nil
}

func checkPlaces(in *invocation, s *store) (string, error) {
	found, err := registration.Reconcile(in.ctx, s.DB)
	if err != nil {
		return "", err
	}
	if len(found) > 0 {
		lines := make([]string, len(found))
		for i, d := range found {
			lines[i] = d.String()
		}
		return "", errors.New("places and counters do not agree; keep a copy of the database and ask for help:\n  " + strings.Join(lines, "\n  "))
	}
	return "counters, places and queues agree", nil
}

func checkAccounts(in *invocation, s *store) (string, error) {
	demo, err := in.isDemo(s)
	if err != nil {
		return "", err
	}
	if demo && !in.config.loopback() {
		return "", errors.New("the demo's accounts are here, whose password is public, and CONVENE_LISTEN is open to others")
	}
	if demo {
		return "those of the demo, for this machine only", nil
	}
	return "none has a public password", nil
}
