/** The page's stylesheets, in order. */
import './tokens.css'
import './base.css'
