import 'reflect-metadata';
// Loads the ESM build of the core before other packages of Nest, which are CommonJS.
import '@nestjs/core';
import './setup-properties.js';
