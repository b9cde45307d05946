package registration

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// The desk's connections keep their plans for good, made while the tables were
// empty. None of them may read a table or an index from end to end.
func TestTheDesksPlansHoldForFullTables(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{event: 2, a1: 1, b1: 1, bus: 2})
	f.everyDeed(t)
	plans := f.plans(t)
	if len(plans) < 15 {
		t.Fatalf("only %d statements are prepared", len(plans))
	}
	for statement, plan := range plans {
		for _, bad := range []string{"Seq Scan on", "Hash Join", "Merge Join"} {
			if strings.Contains(plan, bad) {
				t.Errorf("%s\nhas %q in its plan:\n%s", statement, bad, plan)
			}
		}
		for _, scan := range indexScan.FindAllStringSubmatch(plan, -1) {
			if first := f.firstColumn(t, scan[1]); !strings.Contains(scan[2], "("+first+" ") {
				t.Errorf("%s\nreads all of %s, for want of a condition on %s:\n%s", statement, scan[1], first, plan)
			}
		}
	}
}

// everyDeed lets the desk use all its statements.
func (f *fixture) everyDeed(t *testing.T) {
	t.Helper()
	one := f.submit(t, 1, Choice{Activity: "bus", MayWait: true})
	from := f.submission(2)
	from.Details.Organisation, from.Details.AuthorityID = "", f.authority(t, "Sample city")
	_, err := f.desk.Submit(f.ctx, from)
	change := Change{EventID: f.event, RegistrationID: one.RegistrationID, Details: f.submission(1).Details, Now: now}
	_, changed := f.desk.Change(f.ctx, change)
	_, withdrawn := f.desk.Withdraw(f.ctx, Withdrawal{EventID: f.event, RegistrationID: one.RegistrationID, Now: now})
	if err := errors.Join(err, changed, withdrawn); err != nil {
		t.Fatal(err)
	}
}

// indexScan finds the index of a scan and its condition, if there is one.
var indexScan = regexp.MustCompile(`Index(?: Only)? Scan using (\w+) on [^\n]*(?:\n +(Index Cond: [^\n]*))?`)

// plans gives the plan of every statement that the desk's connection keeps.
func (f *fixture) plans(t *testing.T) map[string]string {
	t.Helper()
	conn, err := f.db.Pool.Acquire(f.ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	rows, _ := conn.Query(f.ctx, `select name, statement, cardinality(parameter_types) from pg_prepared_statements where statement ~ '(registration|person|mail)\.'`)
	type prepared struct {
		Name, Statement string
		Parameters      int
	}
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[prepared])
	if err != nil {
		t.Fatal(err)
	}
	plans := map[string]string{}
	for _, p := range found {
		nulls := strings.TrimSuffix(strings.Repeat("null,", p.Parameters), ",")
		rows, _ := conn.Query(f.ctx, fmt.Sprintf("explain (costs off) execute %s (%s)", p.Name, nulls), pgx.QueryExecModeSimpleProtocol)
		lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			t.Fatal(err)
		}
		plans[p.Statement] = strings.Join(lines, "\n")
	}
	return plans
}

func (f *fixture) firstColumn(t *testing.T, index string) string {
	t.Helper()
	var name string
	if err := f.db.NewRaw("select pg_get_indexdef(?::regclass, 1, true)", index).Scan(f.ctx, &name); err != nil {
		t.Fatal(err)
	}
	return name
}
