/** The same in a browser, whose own verifier takes signatures that Node’s refuses. */
import './signatures.test.ts'
