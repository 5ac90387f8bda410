"""Formula trees and what they mean: exact, symbolic and in balls with error bounds."""
