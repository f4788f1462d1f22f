import 'reflect-metadata';
// Nest's CommonJS satellites must meet the ESM core already loaded.
import '@nestjs/core';
import './setup-properties.js';
