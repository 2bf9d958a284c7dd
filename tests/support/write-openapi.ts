import { writeFileSync } from 'node:fs';
import { generateTypes } from '@fairgate/client/generate-types.ts';
import { describeApi } from './describe-api.ts';
import { clientFiles, printDocument } from './openapi-files.ts';

// Run after a change of the API's routes or contracts; a test compares the files with what would be written.
const document = await describeApi();
writeFileSync(clientFiles.document, printDocument(document));
writeFileSync(clientFiles.types, await generateTypes(document));
