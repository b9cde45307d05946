package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// demoSecret gives the demo's secret key, made once and kept in the data folder,
// so that badges printed today are good tomorrow. Two programs that make it at
// the same time end up with the same one.
func (c *Config) demoSecret() ([]byte, error) {
	if err := c.makeDataDir(); err != nil {
		return nil, err
	}
	path := filepath.Join(c.DataDir, "demo-secret-key")
	if secret, err := os.ReadFile(path); err == nil && len(secret) >= secretLength {
		return secret, nil
	}
	if err := makeSecret(path); err != nil {
		return nil, fmt.Errorf("make the demo's secret key: %w", err)
	}
	return os.ReadFile(path)
}

// makeSecret writes a new key beside its place and links it there whole, unless
// another program was faster.
func makeSecret(path string) error {
	file, err := os.CreateTemp(filepath.Dir(path), "secret-") // 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(file.Name()) }() // its link remains
	random := make([]byte, secretLength)
	rand.Read(random) // never fails (crypto/rand, Go 1.24)
	_, err = file.WriteString(hex.EncodeToString(random))
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := os.Link(file.Name(), path); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return nil
}
