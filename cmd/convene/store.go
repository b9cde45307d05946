package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"convene/internal/account"
	"convene/internal/postgres"
)

// database is the name of ours in the private cluster.
const database = "convene"

// store is the open database, and the private cluster when it is on one.
type store struct {
	*postgres.DB
	url     string
	cluster *postgres.Cluster
}

// Close closes the database and lets go of the cluster.
func (s *store) Close() error {
	var err error
	if s.DB != nil {
		err = s.DB.Close()
	}
	if s.cluster != nil {
		err = errors.Join(err, s.cluster.Stop())
	}
	return err
}

// open opens the database of an existing installation; its schema must be the
// one of this program.
func (in *invocation) open() (*store, error) {
	s, err := in.openAny()
	if err != nil {
		return nil, err
	}
	if err := postgres.Current(in.ctx, s.DB.DB); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// openAny opens the database of an existing installation, whatever its schema.
func (in *invocation) openAny() (*store, error) {
	if in.config.DatabaseURL == "" {
		if _, err := os.Stat(in.config.clusterDir()); err != nil || in.config.DataDir == "" {
			return nil, fmt.Errorf("there is no database in the data folder (%s): set CONVENE_DATABASE_URL, or begin with `convene demo` or `convene migrate`", in.config.DataDir)
		}
	}
	s, err := in.locate()
	if err != nil {
		return nil, err
	}
	return s.finish(s.connect(in.ctx))
}

// openMigrated opens the database, made and migrated where that is needed.
func (in *invocation) openMigrated() (*store, error) {
	s, err := in.locate()
	if err != nil {
		return nil, err
	}
	if err := postgres.Migrate(in.ctx, s.url); err != nil {
		return s.finish(err)
	}
	return s.finish(s.connect(in.ctx))
}

// finish gives the store, or closes it when opening it has failed.
func (s *store) finish(err error) (*store, error) {
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// locate finds where the database is and starts the private cluster when the
// environment names no other.
func (in *invocation) locate() (*store, error) {
	if in.config.DatabaseURL != "" {
		return &store{url: in.config.DatabaseURL}, nil
	}
	if err := in.config.makeDataDir(); err != nil {
		return nil, err
	}
	cluster, err := postgres.StartCluster(in.ctx, in.config.clusterDir(), in.notes)
	if err != nil {
		return nil, err
	}
	s := &store{cluster: cluster, url: cluster.URL(database)}
	return s.finish(cluster.CreateDatabase(in.ctx, database))
}

func (s *store) connect(ctx context.Context) (err error) {
	s.DB, err = postgres.Open(ctx, s.url)
	return err
}

// makeDataDir makes the folder for our data: open to pass through, not to read,
// since PostgreSQL may run as another user.
func (c *Config) makeDataDir() error {
	if c.DataDir == "" {
		return errors.New("CONVENE_DATA_DIR is not set, and neither is HOME: set it to a folder for Convene's data")
	}
	if err := os.MkdirAll(c.DataDir, 0o711); err != nil {
		return fmt.Errorf("make the folder for Convene's data (CONVENE_DATA_DIR names another): %w", err)
	}
	return nil
}

func (c *Config) clusterDir() string { return filepath.Join(c.DataDir, "postgres") }

func (in *invocation) isDemo(s *store) (bool, error) { return account.HasDemo(in.ctx, s.DB) }

// address is where people reach the site: mails and papers link to it. A demo
// without an address of its own is where it listens.
func (in *invocation) address(s *store) (string, error) {
	if in.config.BaseURL != "" {
		return in.config.BaseURL, nil
	}
	demo, err := in.isDemo(s)
	if err != nil {
		return "", err
	}
	if !demo {
		return "", errors.New("CONVENE_BASE_URL is not set: set it to the address of the site, such as https://register.example.org")
	}
	return "http://" + in.config.Listen, nil
}

// secret is the key of the badges' tokens: that of the environment, or the
// demo's own when this is the demo's data.
func (in *invocation) secret(s *store) ([]byte, error) {
	if len(in.config.Secret) > 0 {
		return in.config.Secret, nil
	}
	demo, err := in.isDemo(s)
	if err != nil {
		return nil, err
	}
	if !demo {
		return nil, errors.New("CONVENE_SECRET_KEY is not set: set it to the one the server runs with, or badges would not be recognised at the door")
	}
	return in.config.demoSecret()
}
