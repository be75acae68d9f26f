/** Bundle entry of the thread that talks to the system's keychain (see security/keychain.ts). */
import { serveKeychainThread } from './security/keychain-thread-service.ts';

serveKeychainThread();
